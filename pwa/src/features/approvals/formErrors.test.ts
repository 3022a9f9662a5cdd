import { describe, expect, it } from 'vitest'

import { errorsOf, errorsOfRefusal } from './formErrors'
import { ApiError } from '@/shared/api/errors'

describe('errorsOf', () => {
  it('names fields by the path of the form, wherever the form stood in the request', () => {
    expect(Object.keys(errorsOf('invalid_input', { fields: { 'form.person.name': ['required'], post_title: ['too_long'] } }))).toEqual(['person.name', 'post_title'])
  })

  it('puts a rule about one box beside that box', () => {
    expect(Object.keys(errorsOf('person_already_posted', {}))).toEqual(['person.id_number'])
  })

  it('finds nothing for a rule about the whole form, nor for what is no refusal', () => {
    expect(errorsOf('no_vacancy', { vacant: 0 })).toEqual({})
    expect(errorsOfRefusal(new Error('x'))).toEqual({})
    expect(errorsOfRefusal(new ApiError('date_in_future', 422))).toHaveProperty('effective_on')
  })
})
