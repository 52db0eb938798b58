# 时限：提醒，以及到时没有人处理会怎样

# 审批
reminder-approval =
    请在{ $due }前审批
    { $official }的访企申请还没有处理。
    企业：{ $enterprise }
    时间：{ $window }
    事项：{ $matters }
    材料：{ $materials }
    依据：{ $basis }
approval-overdue =
    审批已逾期，请尽快处理
    按规则应在{ $due }前审批。再晚就不能按时征求企业意见，申请会自动失效。
    申请人：{ $official }
    企业：{ $enterprise }
    时间：{ $window }
    事项：{ $matters }
    材料：{ $materials }
    依据：{ $basis }
approval-overdue-told =
    您的申请还没有审批
    应在{ $due }前审批，已再次提醒负责人。
    企业：{ $enterprise }
    时间：{ $window }
lapsed-in-time =
    申请已失效
    到{ $at }没有审批，已不够给企业留足规定的工作日。
    企业：{ $enterprise }
    时间：{ $window }
    部门：{ $department }

# 企业答复
reminder-reply =
    请在{ $due }前答复
    { $departments }的{ $kind }还在等您答复。
    { $silence }
    企业：{ $enterprise }
    时间：{ $window }
    事项：{ $matters }
    材料：{ $materials }
    依据：{ $basis }
answered-by-silence =
    逾期未答复，已按规则视为同意
    部门：{ $departments }
    时间：{ $window }
    到时：{ $at }
answered-lapsed =
    逾期未答复，已自动失效
    部门：{ $departments }
    时间：{ $window }
    到时：{ $at }
visit-lapsed-by-silence =
    这次访企已自动失效
    到时没有答复，按“逾期自动失效”的规则取消。
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
visit-lapsed-no-day =
    这次访企已自动失效
    异议不成立，但到时没有另提日期，按规则取消。
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }

# 改期
reminder-answer =
    改期等您答复，请在{ $due }前处理
    对方提议：{ $proposed }
    企业：{ $enterprise }
    部门：{ $departments }
    原定：{ $window }
visit-moved-by-silence =
    改到{ $window }
    到时没有答复，按规则视为接受。请按新的时间安排。
    企业：{ $enterprise }
    部门：{ $departments }
    事项：{ $matters }
    来访人：{ $visitors }

# 异议
reminder-objection =
    请在{ $due }前裁定异议
    到时没有裁定，按规则异议成立。
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
    理由：{ $reason }
objection-upheld-by-silence =
    异议成立，这次访企取消
    到时没有裁定，按规则异议成立。
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
objection-upheld-by-silence-done =
    到时没有裁定，按规则异议成立
    企业：{ $enterprise }
    时间：{ $window }
    理由：{ $reason }
    到时：{ $at }

# 到时没有人来，人不够，忘了签退
team-too-small =
    到场的执法人员不够
    首位入企半小时后，持证执法人员仍没有到齐，请双方知悉。
    企业：{ $enterprise }
    部门：{ $departments }
    已到：{ $who }
visit-no-show =
    约定的时间已过，没有人来
    已记为未到访，绿码同时失效。
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
answered-no-show =
    没有人来，已记为未到访
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
left-at-midnight =
    已自动签退
    您昨天没有签退，系统在零点记为离企，并注明未签退。
    企业：{ $enterprise }
    时间：{ $window }

# 评价和承诺
reminder-rating =
    还可以评价，截止到{ $closes }（含当天）
    部门看不到是谁评的。有人干预评价，请发送“有人干预”。
    部门：{ $departments }
    事项：{ $matters }
    企业：{ $enterprise }
    时间：{ $window }
reminder-promise =
    您承诺的事项快到期了：{ $until }
    内容：{ $words }
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }

# 放假安排公布以后，重新计算的时限
due-recounted =
    { $term }改为{ $due }
    { $year }年放假安排已公布，工作日有变化；原来是{ $was }。
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
term-lead-time = 最晚批准时间
term-approval = 审批期限
term-reply = 答复期限
term-answer = 改期答复期限
term-objection = 裁定期限
term-rating = 评价截止时间
term-contact = 联系评价人的期限
term-naming = 告知部门的时间
term-remedy = 整改期限
term-appeal = 申诉裁定期限
