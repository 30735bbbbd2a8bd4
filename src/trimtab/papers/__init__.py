"""Papers: documents as values, and one renderer for each form they are handed out in.

A paper is a small tree of typed blocks (`blocks`): headings, paragraphs, lists, facts, tables,
pictures. It is written once by pure functions and rendered as HTML (`html`), PDF (`pdf`), DOCX
(`word`), Markdown (`markdown`) and, where it has dates, iCalendar (`ical`). All words stand in the
tree, so that no form can say anything that another does not. Same paper, same bytes: nothing here
looks at a clock.
"""
