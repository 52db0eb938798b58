### 访企预约：公务人员的问题和批准

ask-visit-request-kind =
    这次访企是哪一类？
    请点按钮，或回复序号。
ask-visit-request-enterprise =
    去哪家企业？
    请写名称中的几个字，例如“星海电子”，或18位统一社会信用代码。
ask-visit-request-day =
    哪一天去？
    请点按钮，或写日期，也可以连时间一起写，例如“下周四 14:30-16:30”。
    { $lead ->
        [0] 最早可约{ $earliest }。
       *[other] 要给企业留{ $lead }个工作日，最早可约{ $earliest }。
    }
    企业：{ $enterprise }
ask-visit-request-span =
    几点到几点？
    请点按钮，或写时间，例如“14:30-16:30”。
    日期：{ $day }
ask-visit-request-matters =
    办哪些事项？
    只办一项，点按钮；办几项，一起回复序号，例如“1、3”。
ask-visit-request-matter-words =
    事项还要补充说明吗？
    例如“重点看危废台账”。没有就点“跳过”。
ask-visit-request-materials =
    要企业准备哪些材料？
    例如“排污许可证、近三个月台账”。没有就点“跳过”。
ask-visit-request-basis =
    检查的法律依据是什么？
    例如“《中华人民共和国环境保护法》第二十四条”。
ask-visit-request-visitors =
    哪些人去？
    点按钮，或一起写姓名，例如“王工、孙工”。
    { $officers ->
        [0] { "" }
       *[other] 其中至少{ $officers }人，当天执法证有效。
    }
ask-visit-request-slip =
    请发单位负责人签字的审批单。
    照片或PDF都行，签字要看得清。
ask-visit-request-confirm =
    请核对，没有问题就提交
    { $against }
    类别：{ $kind }
    企业：{ $enterprise }
    时间：{ $window }
    事项：{ $matters }
    材料：{ $materials }
    依据：{ $basis }
    人员：{ $visitors }
    审批单：{ $slip }

# 选的日期、时间、人员为什么不行
no-such-enterprise =
    没有找到这家企业。
    请换几个字，或写18位统一社会信用代码。
day-is-past =
    这一天已经过去了。
    今天是{ $today }，请另选一天。
day-is-too-soon =
    太早了，最早可约{ $earliest }。
    要给企业留足准备时间，请另选一天。
day-is-too-far =
    太远了，最远可约{ $latest }。
    请另选一天。
time-is-too-soon =
    时间太近，企业来不及答复。
    请选晚一些的时间；当天不行，请点“上一步”另选一天。

# 提交和批准之前要知道的情况
against-nothing = 前后一周，这家企业没有别的访企。
against-visits-nearby =
    前后一周，这家企业还有别的访企：
    { $visits }
visit-nearby = · { $window } { $departments }
against-approve-by = 要在{ $until }前批准，过时申请失效。
against-provisional = 那一年的放假安排还没有公布，工作日是暂定的。

request-sent =
    申请已提交，等待批准
    编号：{ $visit }
    企业：{ $enterprise }
    时间：{ $window }
    事项：{ $matters }
    批准人：{ $approvers }
    期限：{ $due }
request-to-approve =
    { $official }申请访企：{ $kind }，请审批
    { $against }
    企业：{ $enterprise }
    时间：{ $window }
    事项：{ $matters }
    材料：{ $materials }
    依据：{ $basis }
    人员：{ $visitors }
slip-shown =
    { $visit }的审批单
    文件：{ $name }

# 审批后，原来的消息变成这样
approved-done =
    { $by }已批准
    企业：{ $enterprise }
    时间：{ $window }
    部门：{ $department }
    批准于：{ $at }
decided-others-wait =
    已记下本部门的决定，还要等{ $waiting }
    企业：{ $enterprise }
    时间：{ $window }
    各部门都批准以后，才会征求企业同意。
part-rejected =
    { $dropped }没有批准，其余部门的访企照常办理
    企业：{ $enterprise }
    时间：{ $window }
    理由：{ $reason }
    决定人：{ $by }
rejected-done =
    { $by }未批准
    企业：{ $enterprise }
    时间：{ $window }
    部门：{ $department }
    决定于：{ $at }
request-approved =
    申请已批准，正在征求企业意见
    企业：{ $enterprise }
    时间：{ $window }
    事项：{ $matters }
    批准人：{ $by }
    答复期限：{ $due }
request-rejected =
    申请未获批准
    企业：{ $enterprise }
    时间：{ $window }
    批准人：{ $by }
    理由：{ $reason }
visit-lapsed =
    访企申请已失效
    按提前通知的规则，已不够给企业留足规定的工作日。
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
    下次可约：{ $next }

# 不批准的理由
ask-visit-reject-reason =
    为什么不批准？
    请点理由，或写几个字。{ $official }会看到。
    企业：{ $enterprise }
    时间：{ $window }
    事项：{ $matters }
reject-not-needed = 没有入企必要
reject-incomplete = 手续不全，请补齐再报
reject-clash = 与单位其他工作冲突
