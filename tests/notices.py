"""Short notices of our own for the tests of search, answers and the command line."""

from __future__ import annotations

from pathlib import Path

FILES = {
    "plan.txt": """---
title: 2021年品牌建设工作计划
issuer: 东山省工业和信息化厅
number: 东工信函〔2021〕15号
date: 2021-03-04
---
各市工业和信息化局，省质量协会：
为提升产品质量，制定本计划。
一、加强管理
（一）健全制度。企业要建立覆盖设计、采购、生产的质量责任制度。
（二）推广标杆。每年遴选质量标杆企业20家，每家给予50万元奖励。
二、加强人才培养
（一）组织品牌培训。由省质量协会组织品牌培训，重点面向首席质量官。
（二）开展试点。在海州、石桥两市开展产业链协同创新试点。
各市要于11月20日前将年度总结报送省厅。
东山省工业和信息化厅
2021年3月4日
（联系人：李明，电话：010-12345678）
""",
    "rules.txt": """---
title: 西河省创新中心管理办法
issuer: 西河省科学技术厅
number: 西科规〔2019〕3号
date: 2019-07-01
---
第一章 总则
第一条 为规范创新中心管理，制定本办法。
第二条 创新中心由省科学技术厅认定。
第二章 考核
第三条 考核每三年一次，不合格的限期整改六个月。
第四条 考核优秀的给予200万元补助。
""",
    "reply.txt": """---
title: 西河省人民政府关于设立经济开发区的批复
issuer: 西河省人民政府
number: 西府函〔2022〕8号
date: 2022-10-08
---
南岭市人民政府：
同意设立南岭经济开发区，规划面积12平方公里。
西河省人民政府
2022年10月8日
""",
}


def write_files(folder: Path) -> Path:
    """The notices as files in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
