# 每天早上的提要：今天要办的和已经逾期的，最急的排在前面

digest = { $overdue ->
    [0] 今天要办{ $count }件
   *[other] 今天要办{ $count }件，其中{ $overdue }件已逾期
    }
    { $lines }
digest-line = { $number }. { $when } { $what } { $which }
digest-button = { $number }. { $what }
button-digest-more = 还有{ $count }件
digest-nothing = 今天没有到期和逾期的事。
digest-inquiry = { $inquiry } { $of }
digest-inquiry-secret = { $inquiry }【保密】
digest-inquiry-secret-of = { $inquiry }【保密】{ $of }

# 什么时候
digest-overdue = { $days ->
    [0] 刚逾期
   *[other] 逾期{ $days }天
    }
digest-today = { $time }前
digest-at = { $time }
digest-until = { $day }前
digest-not-noted = 还没记

# 办什么
digest-do-accept = 受理
digest-do-first-reply = 首次回复
digest-do-resolve = 答复
digest-do-transfer = 接不接办
digest-do-extension = 批延期
digest-do-help = 协办回复
digest-do-designation = 指定单位
digest-do-approval = 审批
digest-do-answer = 答复改期
digest-do-objection = 裁定异议
digest-do-visit = 入企
digest-do-promise = 兑现承诺
digest-do-outcome = 走访结果
digest-do-contact = 联系企业
digest-do-remedy = 整改
digest-do-appeal = 裁定申诉

# 部门的企业微信群：不提任何人、任何企业
digest-group = { $overdue ->
    [0] 今日到期{ $count }件，请打开赋码办理
   *[other] { $count ->
        [0] 逾期{ $overdue }件，请打开赋码办理
       *[other] 今日到期{ $count }件、逾期{ $overdue }件，请打开赋码办理
        }
    }
