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

## 列表
list-yes = 是
list-no = 否
list-no-name = 未命名
list-colon = ：
list-new = 新建{ $kind }
list-edit = 修改：{ $name }
list-create = 建档
list-save = 保存
list-clear = 清除条件
list-back = 返回列表
list-back-to-record = 返回档案
list-compact = 紧凑行高
list-roomy = 标准行高
list-search-hint = 姓名、拼音、首字母、手机尾号、车牌、车架号
list-empty = 还没有{ $kinds }
list-empty-text = 新建或导入之后，您权限范围内的记录会显示在这里。
list-nothing-matches = 没有符合条件的{ $kinds }
list-nothing-matches-text = 请放宽条件，或换一个写法搜索。
list-theirs = 对方已保存
list-mine = 您填写的
list-before = 变更前
list-after = 变更后
list-no-history = 没有您可以查看的变更。
list-bad-cursor = 翻页位置已失效，请从列表开头重新浏览。
list-unsortable-field = 不能按这一列排序。

## 变更记录中的动作
journal-create = 新建
journal-update = 修改
journal-delete = 删除
journal-export = 导出
journal-merge = 合并
journal-assign = 分派
journal-share = 共享
journal-reveal = 查看完整内容
journal-import = 导入

## 筛选
filter-title = 筛选
filter-field = 字段
filter-op = 比较
filter-value = 内容
filter-day = 日子
filter-date = 或具体日期
filter-me = 我
filter-some-record = 某条记录
filter-today = 今天
filter-month = 本月初
filter-days-ago = { $n ->
    [1] 昨天
   *[other] { $n } 天前
}
filter-days-ahead = { $n ->
    [1] 明天
   *[other] { $n } 天后
}
filter-months-ago = { $n } 个月前
filter-months-ahead = { $n } 个月后
filter-eq = 是 { $values }
filter-ne = 不是 { $values }
filter-contains = 包含“{ $values }”
filter-tail = 尾号是 { $values }
filter-gte = 不小于 { $values }
filter-lte = 不大于 { $values }
filter-gte-date = 不早于 { $values }
filter-lte-date = 不晚于 { $values }
filter-before = 早于 { $values }
filter-after = 晚于 { $values }
filter-empty = 未填写
filter-filled = 已填写
op-eq = 是
op-ne = 不是
op-contains = 包含
op-tail = 尾号是
op-gte = 不小于
op-lte = 不大于
op-gte-date = 不早于
op-lte-date = 不晚于
op-empty = 未填写
op-filled = 已填写
filter-unknown-operator = 没有这种比较方式。
filter-without-value = 请填写要比较的内容。
filter-too-many = 条件太多，最多 20 个。
filter-too-many-values = 一个条件最多比较 200 个值。
filter-unknown-field = 没有这个字段，或不能按它筛选。
filter-operator-not-for-field = 这个字段不能这样比较。
filter-bad-value = 没有看懂要比较的内容。请检查日期、数字或金额的写法。
filter-field-hidden = 您没有查看这个字段的权限，不能按它筛选。
filter-field-masked = 这个字段您只能看到一部分，只能按完整内容或后四位以上筛选。

## 视图
view-tabs = 视图
view-all = 全部
view-save = 存为视图
view-change = 修改视图
view-manage = 管理视图
view-name = 名称
view-own = 仅自己
view-shared = 共享
view-shared-with = 共享给
view-share-hint = 同事打开后，看到的是各自权限范围内的记录。
view-pin = 置顶
view-pin-hint = 排在最前面，并显示在导航中。
view-pinned = 已置顶
view-take = 改用列表当前的条件、排序和列
view-forward = 前移
view-back = 后移
view-delete = 删除视图
view-none = 还没有视图。在列表中设好条件后，点“存为视图”。
view-too-many = 每种列表最多保存 50 个视图，请先删除不用的。
view-not-to-share = 您不能共享给这个部门或门店。
capability-views-share = 共享视图

## 导出
export-xlsx = 导出 Excel（XLSX）
export-csv = 导出 CSV
export-selected-xlsx = 导出所选（XLSX）
export-selected-csv = 导出所选（CSV）
export-unknown-format = 只能导出 XLSX 或 CSV。
export-too-many-rows = 一次最多导出 50,000 条。请加上筛选条件，分几次导出。
export-too-many-selected = 一次最多选择 2,000 条导出；更多时请用筛选条件导出。
export-nothing-selected = 还没有选择要导出的记录。

## 填写
field-required = 请填写。
field-too-long = 内容太长。
field-not-a-number = 请填写整数。
field-not-a-score = 请填写 0 到 100 的整数。
field-not-money = 请填写金额，例如 128800.50 或 12.8万。
field-not-a-date = 请填写日期，例如 2026-11-22。
field-not-a-moment = 请填写日期和时间。
field-not-yes-or-no = 请填写“是”或“否”。
field-unknown-record = 没有找到所选的记录。
field-unknown = 没有这个字段，或不能填写。
field-not-a-value = 这里只能是一个值。

## 接口
api-title = 接口
api-description = 四合的 JSON 接口。列表、查看、新建、修改、删除，权限与界面相同；令牌由 fourfold token create 生成，放在 Authorization 请求头中。
api-problem = 没有办成：代码与说明（RFC 9457）
api-token = 令牌
api-session = 浏览器会话
api-masked = 只显示一部分的字段
api-list = 列表
api-read = 查看
api-create = 新建
api-update = 修改
api-delete = 删除
api-field = 字段
api-meaning = 含义
api-filterable = 可筛选
api-sortable = 可排序
api-writable = 可填写
api-parameter-q = 搜索：姓名、拼音、手机尾号、车牌、车架号等
api-parameter-filter = 条件：字段:比较:值,值；可重复，或用分号隔开
api-parameter-sort = 排序字段，前面加 - 为倒序
api-parameter-limit = 每页条数，最多 200
api-parameter-cursor = 上一页的 next
api-parameter-fields = 需要的字段，用逗号隔开
api-parameter-version = 记录的版本
api-parameter-if-match = 记录的版本，如 "3"
api-parameter-idempotency-key = 同一个键重复提交只办一次，保留 7 天
api-bad-json = 请求内容不是 JSON 对象。
api-bad-limit = 每页条数应为 1 到 200。
api-bad-idempotency-key = Idempotency-Key 应为不超过 200 个字符的文本。
api-idempotency-key-used = 这个 Idempotency-Key 已用于另一个请求。
api-unknown-field = fields 中有不存在的字段。
api-read-only = 这种记录不能通过接口修改。
api-version-required = 请在 version 或 If-Match 中写明记录的版本。
