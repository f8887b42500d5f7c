nav-home = Work list
home-title = Work list
home-new = New
home-import = Import a spreadsheet
