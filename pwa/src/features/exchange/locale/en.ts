export default {
  undecided: 'Undecided names',
  undecidedText: 'These names come from a recruitment notice and belong to no region yet. Decide one by one; the system does not guess.',
  noneUndecided: 'No undecided names',
  place: 'Place',
  placeTitle: 'Place in a region',
  placeText: 'The name becomes an organization and its recruitment positions follow; its approved number stays unknown.',
  placed: 'Placed',
}
