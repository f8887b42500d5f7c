problem-title = 没有办成
problem-home = 回到工作台
problem-not-found = 没有找到这个页面或这条记录。可能已被删除，也可能不在您的权限范围内。
problem-forbidden = 您没有这项权限。如工作需要，请联系管理员开通。
problem-sign-in = 请先登录。
problem-foreign-origin = 这个请求不是从本系统的页面发出的，已被拒绝。请回到页面重新操作。
problem-bad-request = 没有看懂这个请求。请检查后再试。
problem-too-many = 操作太频繁，请稍后再试。
problem-internal = 系统出了差错，已记录下来。请稍后再试；如再次出现，请把下面的代码告诉管理员。
problem-database-away = 数据库暂时连不上，刚才的内容没有保存。请稍后再试。
problem-invalid = 有内容需要修改，请看标出的地方。
problem-conflict = 这条记录刚刚被别人修改过，请核对后再保存。
problem-too-large = 文件太大。
problem-method = 这个地址不支持这种操作。

## 搜索
search-hint-long = 可以输入姓名、拼音、首字母、手机号或尾号、车牌、车架号后几位、编号。
search-kind-page = 页面

## 帮助
help-title = 帮助
help-none = 这个页面还没有说明。按 ? 可以看到快捷键。

## 消息
nav-notices = 消息
