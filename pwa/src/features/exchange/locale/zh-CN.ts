export default {
  undecided: '待定名单',
  undecidedText: '这些名称来自招录公告，没有归入任何行政区划。请逐个确定，系统不猜测。',
  noneUndecided: '没有待定的名称',
  place: '归入',
  placeTitle: '归入行政区划',
  placeText: '归入后成为机构，招录岗位随之归位；核定数仍为未知。',
  placed: '已归入',
}
