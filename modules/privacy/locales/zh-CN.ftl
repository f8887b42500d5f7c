# 个人信息请求
nav-privacy = 个人信息
capability-privacy-manage = 处理个人信息请求
privacy-way = 个人信息请求
