command-borrow = 借仪器
command-loans = 我借的仪器
menu-borrow = 借仪器
menu-loans = 我借的仪器
button-give-back = 已归还
ask-loan-borrow-what = 借什么仪器？{ $out ->
    [0] {""}
   *[other] 您现有{ $out }件在借。
}
loan-noted =
    已登记借用
    仪器：{ $what }
    最迟{ $due }前归还。
loan-back =
    已归还
    仪器：{ $what }
loan-shown =
    借用中的仪器
    仪器：{ $what }
    最迟{ $due }前归还。
loans-none = 您没有借用中的仪器。
loans-more = 还有{ $count }件。
loan-reminder =
    请归还仪器
    仪器：{ $what }
    最迟{ $due }前归还。
loan-overdue =
    仪器逾期未还
    仪器：{ $what }
    应于{ $due }前归还，请尽快归还。
loan-overdue-told =
    { $by }借的仪器逾期未还
    仪器：{ $what }
loan-due-again =
    归还时间有变
    仪器：{ $what }
    最迟{ $due }前归还（原定{ $was }）。
term-loan = 归还仪器
digest-do-loan = 归还仪器
refusal-loan-not-now = 现在办不了：{ $what }已经归还。
refusal-loan-overtaken = 情况已变：{ $what }已有人处理过了。
