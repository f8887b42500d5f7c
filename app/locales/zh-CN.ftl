nav-home = 工作台
home-title = 工作台
home-new = 新建
home-import = 导入表格
