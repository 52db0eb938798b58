### Import: the sheets and columns of the workbook, what is wrong, what was done

sheet-holidays = Holidays
column-day = Date
column-worked = Worked or off
column-why = Note
holiday-off = off
holiday-worked = worked
holiday-off-here = off here
holiday-worked-here = worked here
note-day = Year, month and day, such as 2027-02-05. One sheet holds one year’s notice; days that differ only here may be of any year.
note-worked = off, worked: the days of the State Council’s notice, a whole year at once; importing replaces what was known of that year. Weekend days that are worked belong in it too. off here, worked here: only this city differs on this day, whatever the notice says.
note-why = May be left empty; “Spring Festival”, for example.

import-problem = { $sheet }, row { $row }, { $column }: { $what }
import-problem-of-row = { $sheet }, row { $row }: { $what }
import-problem-of-sheet = { $sheet }: { $what }
import-more-problems = { $count } more problems aren’t listed.
problem-unreadable = This can’t be opened: it is no Excel workbook (.xlsx), or it is damaged or encrypted.
problem-too-big = The file is too big: more than { $most } MB when unpacked.
problem-nothing = There is nothing in the workbook.
problem-unknown-sheet = The sheet “{ $sheet }” isn’t known. What can be imported: { $among }.
problem-hidden-sheet = the sheet is hidden. Unhide it to import it, or delete it.
problem-columns = the first row has to be: { $expected }. Please use the workbook that fuma template writes.
problem-too-many-rows = more than { $most } rows.
problem-missing = is empty.
problem-formula = is a formula; put what it comes to in its place.
problem-not-a-date = is no date. Write year, month and day, such as 2027-02-05.
problem-no-such-day = there is no such day.
problem-not-a-choice = has to be one of: { $among }.
problem-twice = repeats row { $earlier }.
problem-another-year = isn’t in { $year }. One sheet holds one year’s notice; a day of another year can be “worked here” or “off here”.
problem-worked-anyway = Monday to Friday are worked unless they are off, so leave it out; please check the date.
problem-too-few = only { $count } days from Monday to Friday are off in { $year }, which is no whole year’s notice. Please fill in all of them.
problem-too-many = { $count } days from Monday to Friday are off in { $year }, which are too many. Please check.

import-would-be = Nothing is wrong. Nothing was imported yet; importing will:
import-done = Imported:
holidays-announced = · announce { $year }: { $off } days off from Monday to Friday, { $worked } weekend days worked.
holidays-recounted = · let the service recount { $count } time limits that wait for { $year }, and tell the people whose time changes.
holidays-corrected = · correct { $count } days of this city.
