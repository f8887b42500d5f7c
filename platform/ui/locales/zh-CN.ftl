# Words of the frame and of the components.
ui-brand = 四合
ui-brand-line = 整车、配件、服务、反馈，合于一户

# frame
ui-skip = 跳到正文
ui-nav-modules = 模块
ui-nav-bottom = 快捷栏
ui-nav-home = 工作台
ui-nav-me = 我的
ui-crumbs = 当前位置
ui-preview = 预览
ui-offline = 网络已断开。您填写的内容还在，恢复后请再提交一次。
ui-store-switch = 切换门店，当前为 { $store }
ui-store-all = 全部门店
ui-me-menu = { $name }，个人菜单
ui-theme = 外观
ui-theme-auto = 跟随系统
ui-theme-light = 浅色
ui-theme-dark = 深色
ui-shortcuts = 键盘快捷键
ui-sign-out = 退出登录
ui-notices = 通知
ui-notices-count = { $n ->
    [0] 通知
   *[other] 通知，{ $n } 条未读
}
ui-new = 新建
ui-help = 本页帮助
ui-help-open = 打开本页帮助

# search
ui-search = 搜索
ui-search-hint = 搜索姓名、拼音、手机尾号、车牌、车架号、单号
ui-search-results = 搜索结果
ui-search-recent = 最近打开
ui-search-none = 没有找到。换一个写法试试，例如手机后四位。
ui-search-list = 在列表中搜索
ui-palette-move = 选择
ui-palette-open = 打开

# actions
ui-close = 关闭
ui-cancel = 取消
ui-apply = 应用
ui-edit = 修改
ui-edit-field = 修改{ $field }
ui-history = 历次变更
ui-history-field = { $field }的历次变更
ui-undo = 撤销
ui-more = 显示更多
ui-actions = 操作
ui-reveal = 显示完整内容
ui-reveal-hint = 显示完整内容（会留下记录）
ui-masked = 您的权限只能看到一部分
ui-empty-value = 未填写
ui-inherited = 继承而来，请在上级修改

# lists
ui-filters = 筛选条件
ui-filter-add = 筛选
ui-filter-remove = 去掉条件“{ $field }”
ui-filters-clear = 清除全部
ui-columns = 列
ui-column-up = { $column }前移
ui-column-down = { $column }后移
ui-export = 导出
ui-count = 共 { $count } 条
ui-count-exact = 点击计算准确数目
ui-sort-by = 按{ $column }排序
ui-select-page = 选择本页全部
ui-select-row = 选择 { $name }
ui-selection = 已选内容的操作
ui-selected = 条已选
ui-selection-clear = 取消选择
ui-select-matching = 选择全部符合条件的 { $count } 条

# forms
ui-required = 必填
ui-choose = 请选择
ui-field = 字段
ui-form-errors = 有 { $n } 处需要修改，内容尚未保存
ui-draft-restored = 已恢复您上次未保存的内容。
ui-draft-drop = 不要了
ui-phone-add = 再加一个号码
ui-phone-kind = 号码类型
ui-phone-remove = 去掉这个号码
ui-file-drop = 把文件拖到这里，或点击选择
ui-file-photo = 拍照，或选择照片
ui-file-max = 每个不超过 { $n } MB
ui-file-wrong-kind = 不支持这种文件，请使用 { $kinds }
ui-file-too-large = 文件超过 { $n } MB

# steps, progress
ui-steps = 步骤
ui-step-done = 已完成
ui-progress-of = { $done } / { $total }
ui-progress-so-far = 已处理 { $done }
ui-progress-refused = { $n } 行有误
ui-progress-seconds-left = 约 { $n } 秒后完成
ui-progress-minutes-left = 约 { $n } 分钟后完成
ui-progress-goes-on = 关闭页面后仍会继续

# time
ui-time-now = 刚刚
ui-time-minutes-ago = { $n } 分钟前
ui-time-hours-ago = { $n } 小时前
ui-time-days-ago = { $n } 天前
ui-time-minutes-ahead = { $n } 分钟后
ui-time-hours-ahead = { $n } 小时后
ui-time-days-ahead = { $n } 天后
ui-time-today = 今天
ui-time-tomorrow = 明天
ui-time-yesterday = 昨天

# keys
ui-key-search = 搜索与命令
ui-key-help = 本页帮助
ui-key-move = 下一行、上一行
ui-key-open = 打开这一行
ui-key-preview = 在旁边预览
ui-key-select = 选择这一行
ui-key-new = 新建
ui-key-edit = 修改
ui-key-save = 保存表单
ui-key-close = 关闭
ui-key-note = 正在使用输入法或填写内容时，单键快捷键不会触发。

# errors and print
ui-error-code = 错误代码
ui-failed = 没有办成，请稍后再试。
ui-print = 打印
ui-print-hint = A4 纸；在打印窗口中也可以存为 PDF。
ui-print-number = 编号
ui-print-seal = 签字（盖章）
ui-print-date = 年　　月　　日
ui-print-total = 合计（大写）

# style guide
ui-guide = 样式指南
ui-guide-lead = 四合界面的全部元件及其各种状态。颜色都有含义：靛蓝请您操作，琥珀到期，朱红逾期或被拒，松绿完成，灰色为过去。
ui-guide-mark = 标识
ui-guide-colour = 颜色
ui-guide-type = 字号
ui-guide-icons = 图标
ui-guide-buttons = 按钮
ui-guide-states = 状态
ui-guide-values = 数字与号码
ui-guide-list = 列表
ui-guide-record = 档案
ui-guide-forms = 表单
ui-guide-floating = 浮层
ui-guide-progress = 进度
ui-guide-structure = 结构
ui-guide-empty = 空白与错误
