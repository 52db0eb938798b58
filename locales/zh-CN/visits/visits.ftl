### 访企的类别、状态、列表、按钮，撤回、撤销和换人

kind-survey = 调研参观
kind-service = 走访服务
kind-oversight = 督查
kind-routine = 日常检查
kind-special = 专项检查
kind-clue = 线索核查
kind-surprise = 突击检查

state-requested = 等待批准
state-asked = 等待企业答复
state-moving = 商量改期
state-objected = 异议待裁定
state-agreed = 已约定
state-under-way = 正在进行
state-ended = 已结束
state-rejected = 未获批准
state-declined = 企业未同意
state-lapsed = 已失效
state-withdrawn = 已撤回
state-revoked = 已撤销
state-no-show = 无人到访
state-merged = 已合并

visit-shown =
    { $state }：{ $window }
    企业：{ $enterprise }
    部门：{ $departments }
    类别：{ $kind }
    事项：{ $matters }
    来访人：{ $visitors }
    材料：{ $materials }
    依据：{ $basis }
    提出改到：{ $proposed }
    期限：{ $due }
    提示：{ $unreached }
    编号：{ $visit }
visits-none = 现在没有进行中的访企。
waiting-nothing = 现在没有等您处理的事。
today-nobody =
    今天没有人预约来访
    企业：{ $enterprise }
today-visits =
    今日来访
    { $enterprise }
    { $visits }
today-visit =
    · { $window } { $departments }
    　{ $visitors }
today-expected = { $name }（未到）
today-in = { $name }（{ $at }入企）
today-left = { $name }（{ $at }离企）

button-approve = 批准
button-reject = 不批准
button-slip = 看审批单
button-show = 看详情
button-agree = 同意
button-postpone = 改期
button-decline = 不同意
button-uphold = 支持异议
button-overrule = 驳回异议
button-accept = 接受
button-counter = 另提一天
button-last-day = 提最后一天
button-withdraw = 撤回
button-visitors = 更换人员
button-revoke = 撤销
button-pass = 看绿码
button-leave = 离企
button-take-back = 扫错了
button-admit = 放行
button-nobody-came = 没有人来
button-level-5 = 非常满意
button-level-4 = 满意
button-level-3 = 基本满意
button-level-2 = 不满意
button-level-1 = 非常不满意
button-sheet = 逐项评价

# 撤回、撤销、换人
ask-visit-withdraw-reason =
    为什么撤回？
    请点理由，或写几个字。已发的绿码会作废。
    企业：{ $enterprise }
    时间：{ $window }
withdraw-no-longer-needed = 不需要去了
withdraw-other-duty = 临时有其他工作
ask-visit-revoke-reason =
    为什么撤销？
    请点理由，或写几个字，双方都会看到。已发的绿码会作废。
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
revoke-not-lawful = 检查依据不足
revoke-complaint = 有情况需要核实
ask-visit-visitors-visitors =
    换成哪些人去？
    请把去的人都写上，例如“王工、孙工”。减人只通知；加人要重新批准、重新征得企业同意。
    企业：{ $enterprise }
    时间：{ $window }
    现在：{ $visitors }
visit-withdrawn =
    访企已撤回
    绿码同时作废。
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
    撤回人：{ $by }
    理由：{ $reason }
visit-revoked =
    访企已被督查撤销
    绿码同时作废。
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
    撤销人：{ $by }
    理由：{ $reason }
revoked-done =
    已撤销，双方都已通知
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
pass-taken =
    您不参加这次访企了
    原来的绿码已经作废。
    企业：{ $enterprise }
    时间：{ $window }
visitors-widened =
    来访人有变，要重新约定
    原来的绿码已经作废，等重新批准、企业同意后再发。
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
    新名单：{ $visitors }
    更改人：{ $by }
visitors-narrowed =
    来访人减少了
    旧绿码作废，新绿码随后发出。
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
    新名单：{ $visitors }
    更改人：{ $by }

# 结果
ask-visit-outcome-outcome =
    这次访企结果怎样？
    请点按钮，或回复序号。
    企业：{ $enterprise }
    事项：{ $matters }
outcome-nothing-found = 未发现问题
outcome-put-right = 有问题要整改
outcome-case-opened = 已立案
ask-visit-outcome-words =
    发现了什么问题？
    请写几个字，例如“危废间标识缺失”。企业会看到。
ask-visit-outcome-promise =
    { $count ->
        [0] 现场有承诺要记下吗？
       *[other] 已记{ $count }条，还有承诺吗？
    }
    请点是哪一方承诺的；没有就点“没有了”。
promise-none = 没有了
promise-official = 部门承诺
promise-enterprise = 企业承诺
ask-visit-outcome-promise-words =
    承诺了什么？
    请写几个字，例如“补齐危废间标识”。
ask-visit-outcome-promise-until =
    承诺哪一天之前做到？
    请点日期，或写日期，例如“12月3日”。
promised-official = · 部门承诺：{ $words }，{ $until }前完成
promised-enterprise = · 企业承诺：{ $words }，{ $until }前完成
outcome-noted =
    访企结果已记录：{ $outcome }
    { $promises }
    企业：{ $enterprise }
    说明：{ $words }
outcome-told =
    访企结果：{ $outcome }
    { $promises }
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
    说明：{ $words }
visits-more = 另有{ $count }件。
button-outcome = 记录结果
still-inside =
    您还在企业里，离开时请点“离企”
    预约时间已过。
    企业：{ $enterprise }
    预约：{ $window }
widening-rejected =
    增加人员未获批准，这次访企取消
    原来的绿码已经作废。
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
    理由：{ $reason }
