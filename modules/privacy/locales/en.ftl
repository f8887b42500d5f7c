# Requests about personal data
nav-privacy = Personal data
capability-privacy-manage = Handle requests about personal data
privacy-way = Personal data request
