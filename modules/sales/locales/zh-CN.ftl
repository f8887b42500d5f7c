# Words of opportunities.

## Names
kind-opportunity = 商机
kinds-opportunity = 商机
kind-opportunity-plural = 商机
kind-opportunity-level = 意向级别
kind-opportunity-stage = 商机阶段
nav-board = 销售看板
nav-opportunities = 商机
nav-second-chances = 二次机会
admin-opportunities = 商机阶段与级别
admin-opportunities-about = 商机的阶段、目标与任务，意向级别与跟进间隔
capability-opportunities-review = 审核战败
capability-opportunities-manage = 设置商机阶段与级别
dictionary-opportunity-stage = 商机阶段
dictionary-opportunity-state = 商机状态
dictionary-lost-reason = 战败原因
dictionary-follow-up-channel = 跟进方式
dictionary-follow-up-result = 跟进结果
privacy-part-opportunities = 商机
privacy-part-follow-ups = 商机跟进
opportunity-merge-along = { $n } 个商机一起转移

## Fields
opportunity-number = 商机编号
opportunity-customer = 客户
opportunity-level = 意向级别
opportunity-stage = 阶段
opportunity-models = 意向车型
opportunity-amount = 预计金额
opportunity-next-on = 下次跟进
opportunity-expected-on = 预计购车
opportunity-state = 状态
opportunity-consultant = 销售顾问
opportunity-store = 门店
opportunity-source = 来源
opportunity-remark = 备注
opportunity-reason = 战败原因
opportunity-competitor = 竞品
opportunity-wake-on = 唤醒日期
opportunity-stage-at = 进入阶段
opportunity-touched-at = 最近跟进
opportunity-closed-at = 结束时间
opportunity-created-at = 开立时间
opportunity-updated-at = 更新时间
opportunity-models-hint = 多个车型用顿号或逗号隔开
opportunity-next-on-hint = 留空则按级别的间隔安排
opportunity-search-hint = 商机编号
opportunity-list-empty = 为客户开立商机后，这里按阶段和下次跟进排好，谁也不会被忘记。

## What can be done
opportunity-act-edit = 修改
opportunity-act-follow = 跟进
opportunity-act-move = 推进阶段
opportunity-act-win = 成交
opportunity-act-ask-defeat = 申请战败
opportunity-act-withdraw = 撤回申请
opportunity-act-approve = 同意战败
opportunity-act-return = 退回
opportunity-act-sleep = 休眠
opportunity-act-wake = 唤醒
opportunity-act-release = 放入公海
opportunity-act-claim = 领取
opportunity-act-reactivate = 激活
journal-opportunity-follow = 跟进
journal-opportunity-move = 推进阶段
journal-opportunity-win = 成交
journal-opportunity-ask-defeat = 申请战败
journal-opportunity-withdraw = 撤回申请
journal-opportunity-approve = 同意战败
journal-opportunity-return = 退回
journal-opportunity-sleep = 休眠
journal-opportunity-wake = 唤醒
journal-opportunity-release = 放入公海
journal-opportunity-claim = 领取
journal-opportunity-reactivate = 激活
opportunity-now-open = 此商机正在进行，可以：修改、跟进、推进阶段、成交、申请战败、休眠、放入公海。
opportunity-now-defeat-pending = 此商机战败待审，可以：跟进、撤回申请、同意战败、退回。
opportunity-now-defeated = 此商机已战败，可以：激活。
opportunity-now-dormant = 此商机已休眠，可以：唤醒。
opportunity-now-pool = 此商机在公海，可以：领取。
opportunity-now-won = 此商机已成交，不能再变更。
opportunity-now-merged = 此商机已并入另一客户的商机，不能再变更。

## Page
opportunity-new = 开立商机
opportunity-open = 开立商机
opportunity-edit = 修改商机 { $number }
opportunity-save = 保存
opportunity-change = 修改
opportunity-why = 为何能看到
opportunity-customer-file = 客户档案
opportunity-facts = 商机信息
opportunity-history = 过程记录
opportunity-opened = 开立
opportunity-way = 销售阶段
opportunity-colon = ：
opportunity-stage-days = 在“{ $stage }”阶段 { $n } 天
opportunity-move = 变更阶段
opportunity-move-to = 推进到{ $stage }
opportunity-other-stage = 其他阶段
opportunity-back-reason = 原因（退回时必填）
opportunity-log = 记录跟进
opportunity-log-save = 保存跟进
opportunity-next-contact = 联系客户
opportunity-last-contact = 最近跟进 { $at }
opportunity-no-contact = 还没有跟进过
opportunity-overdue = 逾期 { $n } 天
opportunity-due-today = 今天
opportunity-due-in = { $n } 天后
opportunity-then = 下次 { $day }
follow-up-channel = 方式
follow-up-result = 结果
follow-up-content = 沟通内容
follow-up-level = 跟进后级别
follow-up-level-hint = 后面是该级别建议的下次跟进日期
follow-up-next-hint = 留空则用级别建议的日期
follow-up-at = 时间
follow-up-by = 跟进人
opportunity-lose = 战败
opportunity-evidence = 依据
opportunity-evidence-hint = 谁在什么时候怎么说的，例如客户来电告知已在他店提车
opportunity-competitor-hint = 购买竞品时必填品牌和车型
opportunity-competitor-missing = 请填写客户购买的竞品
opportunity-defeat-needs-contact = 最近三天没有跟进，请先联系客户再申请战败
opportunity-review = 战败审核
opportunity-verdict-note = 审核意见（退回时必填）
opportunity-review-own = 自己申请的战败由他人审核
opportunity-review-waits = 等待经理审核
opportunity-rest = 休眠与公海
opportunity-rest-reason = 原因
opportunity-wake-impossible = 唤醒日期应在明天到十二个月之内
opportunity-again = 再次跟进
opportunity-again-reason = 新的购车意向
opportunity-taken-up-already = 此商机已经激活过
opportunity-taken-up = 由来
opportunity-before = 此前战败的商机
opportunity-open-already = 该客户在本店已有商机
opportunity-without-engagement = 该客户还没有在本店建档
opportunity-of-a-colleague = 该客户由同事负责
opportunity-stage-unknown = 没有这个阶段
opportunity-stage-already = 已经在这个阶段
opportunity-back-needs-reason = 退回阶段请填写原因
opportunity-level-closed = 进行中的商机不能用这个级别
opportunity-next-in-the-past = 下次跟进不能早于今天
opportunity-next-required = 进行中的商机必须安排下次跟进
opportunity-customer-stays = 商机的客户不能更换
opportunity-amount-negative = 金额不能为负
opportunity-changed-meanwhile = 同事刚刚修改过，请刷新后再试
opportunity-panel-empty = 还没有商机。
opportunity-said-opened = 商机已开立
opportunity-said-open-already = 该客户已有商机，已为您打开
opportunity-said-logged = 跟进已记录
opportunity-said-moved = 阶段已变更
opportunity-said-asked = 已提交审核
opportunity-said-done = 已完成

## Timeline
timeline-opportunity = 商机
timeline-opportunity-opened = 开立，{ $stage }，{ $level }
timeline-opportunity-moved = { $from } → { $to }
timeline-opportunity-followed = { $channel }，{ $result }
timeline-opportunity-ask-defeat = 申请战败 { $reason } { $competitor }
timeline-opportunity-withdraw = 撤回申请
timeline-opportunity-approve = 同意战败 { $reason } { $competitor }
timeline-opportunity-return = 退回
timeline-opportunity-sleep = 休眠
timeline-opportunity-wake = 唤醒
timeline-opportunity-release = 放入公海
timeline-opportunity-claim = 领取
timeline-opportunity-reactivate = 激活

## Board
board-title = 销售看板
board-whose = 顾问
board-all = 全部
board-show = 显示
board-overdue = 逾期未跟进
board-waiting = 战败待审
board-empty = 没有进行中的商机
board-more = 还有 { $n } 个
board-move = 推进{ $name }

## Funnel
funnel-title = 销售漏斗
funnel-from = 从
funnel-to = 到
funnel-basis = 口径
funnel-basis-period = 期间：按到达阶段的日期
funnel-basis-cohort = 批次：按开立日期
funnel-show = 查看
funnel-this-month = 本月
funnel-last-month = 上月
funnel-stages = 各阶段
funnel-picture = 图示
funnel-days = { $n } 天
funnel-lost = 战败 { $n } 个，战败率 { $rate }
funnel-people = 按销售顾问
funnel-stores = 按门店
funnel-nobody = 无人负责
funnel-empty = 这段时间没有商机
funnel-empty-text = 换一个时间段，或到看板上开立商机。
funnel-definitions = 指标说明
funnel-reached = 到达数
funnel-reached-means = 到达该阶段或更后阶段的商机，每个只计一次；误登后撤回的不计。按当时的门店和顾问归属，转手不改变以前的数字。
funnel-onwards = 转化率
funnel-onwards-means = 下一阶段到达数 ÷ 本阶段到达数；分母为零显示“–”。
funnel-cumulative = 累计转化
funnel-cumulative-means = 本阶段到达数 ÷ 第一阶段到达数。
funnel-median = 中位天数
funnel-median-means = 从上一阶段到本阶段的整天数的中位数，只计亲自登记本阶段的商机，跳过的不计。
funnel-loss-rate = 战败率
funnel-loss-rate-means = 已审核战败 ÷（已审核战败 + 下订）。
funnel-rows = 到达“{ $stage }”的商机
funnel-rows-about = { $from } 至 { $to }；列表显示现在的状态
funnel-rows-gone = 其中 { $n } 个已转出您的范围，计入数字但不显示
funnel-rows-more = 显示最近 { $n } 个

## Second chances
second-chance-title = 二次机会
second-chance-about = 公海中的商机，以及战败满三十天的客户。领取后客户归您跟进；在此之前姓名只显示一部分。
second-chance-empty = 现在没有可领取的商机
second-chance-gone = 已被同事领取

## Settings
opportunity-settings-saved = 已保存
stage-settings = 阶段
stage-settings-about = 阶段按顺序号排列。首尾两个阶段固定；停用的阶段不再出现在看板上，历史数字不变。
stage-add = 新增阶段
stage-code = 代码
stage-code-hint = 字母和下划线，之后不再改变
stage-name-zh = 中文名称
stage-name-en = 英文名称
stage-position = 顺序号
stage-position-hint = 大于首阶段、小于末阶段的数
stage-goal = 目标
stage-tasks = 任务
stage-tasks-hint = 每行一项
stage-active = 使用中
stage-out-of-use = 已停用
stage-ends-stay = 首尾阶段的位置不能改变
stage-between-ends = 顺序号应在首尾阶段之间
stage-place-taken = 这个顺序号已被使用
stage-in-use = 还有商机在这个阶段，不能停用
stage-too-many = 使用中的阶段最多十个
level-settings = 意向级别
level-settings-about = 级别决定下次跟进的间隔。名称在基础数据中维护。
level-purchase-days = 预计几天内购车
level-interval-days = 跟进间隔（天）
level-colour = 颜色
level-colour-accent = 蓝
level-colour-overdue = 红
level-colour-due = 橙
level-colour-done = 绿
level-colour-plain = 无
level-colour-past = 灰
level-is-open = 可用于进行中的商机
level-every = 每 { $n } 天跟进
level-no-rhythm = 不安排跟进
level-unknown = 没有这个级别
level-days-impossible = 天数应在 0 到 366 之间
level-colour-unknown = 没有这种颜色

## Goals and tasks of the stages that the module brings
stage-goal-filed = 了解客户是谁、想要什么
stage-tasks-filed =
    确认称呼和电话
    了解用途、预算和关注车型
    邀约到店
stage-goal-visited = 客户看到合适的车
stage-tasks-visited =
    展示车辆
    介绍置换和金融方案
    邀约试驾
stage-goal-test-driven = 客户体验过并说出感受
stage-tasks-test-driven =
    核验驾照并签署试驾协议
    记录试驾感受
    准备报价
stage-goal-quoted = 客户认可方案
stage-tasks-quoted =
    说明价格、保险和上牌费用
    确认付款方式
    约定下订时间
stage-goal-ordered = 按约定交车
stage-tasks-ordered =
    确认车辆和交期
    每周告知进度
stage-goal-won = 客户满意并愿意推荐
stage-tasks-won =
    完成交车回访
