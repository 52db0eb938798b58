### 一问一答

talk-question = { $question }
talk-question-noted =
    { $note }
    { $question }
talk-over = { $note }
talk-no-longer-holds = 刚才的选择已经不能用，请重新选择。
talk-which-one = 找到好几个，请选一个；没有您要的，请多写几个字。
talk-answered-already = 这一步已经答过，请看现在的问题。
talk-at-the-beginning = 已经是第一步了。
talk-cancelled = 已取消，什么也没有改动。
talk-goes-on = 接着办刚才没办完的事。
talk-gone = 这件事的办法已经更新，请重新开始。

choice-cancel = 取消
choice-back = 上一步
words-for-nothing = 无 | 没有 | 没 | 不用 | 不需要 | 暂无
choice-nothing = 跳过
choice-send = 确认提交

# 没有看懂或不能接受的回答：说明怎样才行，并举例
expects-day = 没看懂日期，请写“下周四”或“12月3日”这样的。
expects-time-span = 没看懂时间，请写“14:30-16:30”这样的。
expects-day-and-span =
    没看懂日期和时间。
    请这样写，例如“下周四 14:30-16:30”。
expects-choice = 请点按钮，或回复1到{ $high }的序号。
expects-yes-no = 请回答“是”或“否”。
expects-names = 请写姓名，用顿号分开，例如“王工、孙工”。
expects-digits = 请只写{ $length }位数字。
expects-words = 这一项不能空着，请写几个字。
expects-fewer-words =
    太长了：最多{ $most }字，现在{ $now }字。
    请写短一些再发。
expects-colleagues =
    本部门没有这个人：{ $names }
    请点按钮，或写本部门人员的姓名，例如“王工、孙工”。
expects-slip = 这一步要发审批单的照片或PDF，文字不行。
expects-confirmation = 请核对后点“确认提交”；不办了请点“取消”。

# 列表
button-list-more = 还有{ $count }件
