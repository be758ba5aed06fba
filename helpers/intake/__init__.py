"""Takes in what other systems write: the accounting system's export of settled revenue becomes rows of ``data/<city>/``.

``sheets`` reads files into cells, ``headings`` finds the columns, ``export`` reads the lines, ``soundness`` holds them
against each other. ``accounts`` holds the city's rules for them, ``answers`` the workbook that asks for more. ``sums`` adds
up, ``change`` says what becomes of the city's tables, ``plan`` puts it all together, ``telling`` says it, ``place`` does it.

``own`` are the desk's own tables in one workbook: ``own.book`` writes it, ``own.sheets`` reads it, ``own.change`` says what changed.
``doubts_book`` gives doubts out and takes reasons in, ``acknowledged`` writes them.
``looks`` is how all these workbooks are made and look.
"""
