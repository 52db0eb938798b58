### 企业的答复，改期和异议

enterprise-asked =
    { $departments }申请{ $kind }，请您答复
    请在{ $due }前答复。
    { $silence }
    请准备：{ $materials }
    依据：{ $basis }
    企业：{ $enterprise }
    时间：{ $window }
    事项：{ $matters }
    来访人：{ $visitors }
silence-auto-accept = 到时没有答复，按“执法检查逾期视为同意”的规则办理。
silence-lapse = 到时没有答复，按“逾期自动失效”的规则，这次就不来了。

# 不同意
ask-visit-decline-reason =
    您为什么不同意？
    { $meaning }
    请点理由，或写几个字，{ $departments }会看到。
    时间：{ $window }
    事项：{ $matters }
declining-final = 您不同意，这次就不来了。
declining-objection = 这是执法检查，不同意算作异议，由督查裁定。
decline-not-relevant = 与我们企业无关
decline-busy = 生产太忙，接待不了
decline-just-visited = 最近刚来检查过

# 改期
ask-visit-postpone-day =
    改到哪一天方便？
    请点日期，或写日期，例如“下周四 14:30-16:30”。
    部门：{ $departments }
    原定：{ $window }
ask-visit-postpone-span =
    那天几点到几点？
    请点时间，或写时间，例如“14:30-16:30”。
    部门：{ $departments }
    原定：{ $window }
ask-visit-postpone-reason =
    为什么要改期？
    请点理由，或写几个字，{ $departments }会看到。
    原定：{ $window }
postpone-contact-away = 负责对接的人不在
postpone-stocktaking = 正在盘点
postpone-customer-visit = 当天有客户来厂
ask-visit-counter-day =
    您提哪一天？
    请点日期，或写日期，例如“下周四 14:30-16:30”。
    企业：{ $enterprise }
    部门：{ $departments }
    原定：{ $window }
    对方提出：{ $proposed }
ask-visit-counter-span =
    那天几点到几点？
    请点时间，或写时间，例如“14:30-16:30”。
    企业：{ $enterprise }
    部门：{ $departments }
    原定：{ $window }
day-cannot-be-moved-to =
    只能改到{ $first }至{ $last }。
    请另选一天。
day-is-taken =
    这一天已经有别的访企。
    请另选一天。

day-proposed =
    { $by }希望改期，请答复
    请在{ $due }前答复：接受，另提一天，或撤回。
    企业：{ $enterprise }
    原定：{ $window }
    改为：{ $proposed }
    理由：{ $reason }
day-countered =
    { $by }建议另一天，请您答复
    请在{ $due }前答复：接受，或提最后一个日期。
    部门：{ $departments }
    原定：{ $window }
    改为：{ $proposed }
    理由：{ $reason }
day-on-the-table =
    访企正在商量改期
    原来的绿码已经不能用，日期定下来再通知。
    企业：{ $enterprise }
    部门：{ $departments }
    原定：{ $window }
    改为：{ $proposed }
    提出人：{ $by }
    理由：{ $reason }
    答复期限：{ $due }
visit-moved =
    改到{ $window }
    改期已定，请按新的时间安排。
    企业：{ $enterprise }
    部门：{ $departments }
    事项：{ $matters }
    来访人：{ $visitors }
    确认人：{ $by }

# 答复以后，原来的消息变成这样
answered-agreed =
    { $by }已同意
    部门：{ $departments }
    时间：{ $window }
    事项：{ $matters }
    答复于：{ $at }
answered-declined =
    { $by }没有同意
    部门：{ $departments }
    时间：{ $window }
    理由：{ $reason }
    答复于：{ $at }
answered-objected =
    { $by }已提出异议
    由督查裁定，结果会通知您。
    部门：{ $departments }
    时间：{ $window }
    理由：{ $reason }
    答复于：{ $at }
answered-postponed =
    { $by }已提出改期
    部门：{ $departments }
    原定：{ $window }
    改为：{ $proposed }
    理由：{ $reason }
    答复于：{ $at }
answered-countered =
    { $by }另提了一天
    部门：{ $departments }
    原定：{ $window }
    改为：{ $proposed }
    答复于：{ $at }
answered-accepted =
    { $by }已接受改期
    部门：{ $departments }
    时间：{ $window }
    答复于：{ $at }
answered-withdrawn =
    { $by }已撤回访企
    企业：{ $enterprise }
    时间：{ $window }
    理由：{ $reason }
    撤回于：{ $at }
answered-revoked =
    { $by }已撤销访企
    企业：{ $enterprise }
    时间：{ $window }
    理由：{ $reason }
    撤销于：{ $at }

# 告诉各方
visit-agreed =
    已约定：{ $window }
    企业：{ $enterprise }
    部门：{ $departments }
    类别：{ $kind }
    事项：{ $matters }
    来访人：{ $visitors }
    方式：{ $how }
    确认人：{ $by }
how-agreed = 企业同意
how-silence = 逾期未答复，按规则视为同意
how-overruled = 异议不成立，督查裁定进行
how-paper = 书面通知
how-surprise = 突击检查，负责人已批准
how-on-the-spot = 现场出示通知
visit-declined =
    企业没有同意这次访企
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
    答复人：{ $by }
    理由：{ $reason }
visit-objected =
    企业提出异议，等督查裁定
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
    事项：{ $matters }
    提出人：{ $by }
    理由：{ $reason }
    裁定期限：{ $due }
objection-upheld =
    异议成立，这次访企取消
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
    裁定人：{ $by }
objection-overruled =
    异议不成立，访企照常进行
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
    裁定人：{ $by }
objection-overruled-late =
    异议不成立，要另约日期
    裁定时原定日期已过，请承办人另提一天。
    企业：{ $enterprise }
    部门：{ $departments }
    原定：{ $window }
    裁定人：{ $by }
objection-upheld-done =
    已裁定：异议成立
    企业：{ $enterprise }
    时间：{ $window }
    理由：{ $reason }
    裁定人：{ $by }
    裁定于：{ $at }
objection-overruled-done =
    已裁定：异议不成立
    企业：{ $enterprise }
    时间：{ $window }
    理由：{ $reason }
    裁定人：{ $by }
    裁定于：{ $at }
objection-overruled-late-done =
    已裁定：另约日期
    异议不成立，原定日期已过。
    企业：{ $enterprise }
    原定：{ $window }
    理由：{ $reason }
    裁定人：{ $by }
    裁定于：{ $at }
