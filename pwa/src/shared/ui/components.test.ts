import { defineComponent, h, nextTick, ref } from 'vue'
import { describe, expect, it } from 'vitest'

import AppButton from './AppButton.vue'
import AppTabs from './AppTabs.vue'
import BottomSheet from './BottomSheet.vue'
import QuotaBar from './QuotaBar.vue'
import TextField from './TextField.vue'
import { find, mount } from '../../../tests/mount.ts'

describe('QuotaBar', () => {
  const numbers = (root: HTMLElement): string[] => [...root.querySelectorAll('dd')].map((cell) => cell.textContent)

  it('speaks its numbers in one sentence', async () => {
    const root = await mount(QuotaBar, { label: '事业编制', approved: 45, filled: 41, reserved: 2, vacant: 2, light: 'green' })
    expect(root.textContent).toContain('核定 45，实有 41，在途 2，空缺 2')
    expect(root.textContent).toContain('有空缺')
    expect(numbers(root)).toEqual(['45', '41', '2', '2'])
  })

  it('shows by how many a unit is over, in place of vacancies', async () => {
    const root = await mount(QuotaBar, { label: '工勤编制', approved: 6, filled: 8, reserved: 0, vacant: -2, light: 'red' })
    expect(numbers(root).at(-1)).toBe('2')
    expect(find('.zb-quota__over', root).style.width).toBe('25%')
  })

  it('knows no vacancy and draws no bar where nothing was approved', async () => {
    const root = await mount(QuotaBar, { label: '事业编制', approved: null, filled: 3, reserved: 1, vacant: null })
    expect(numbers(root)).toEqual(['未知', '3', '1', '未知'])
    expect(root.querySelector('.zb-quota__bar, .zb-tag')).toBeNull()
  })
})

describe('AppButton', () => {
  it('takes no second tap while it is busy, and keeps the focus', async () => {
    let presses = 0
    const root = await mount(AppButton, { busy: true, onPress: () => (presses += 1) }, { default: () => '同意' })
    const button = find<HTMLButtonElement>('button', root)
    button.click()
    expect(presses).toBe(0)
    expect(button.disabled).toBe(false)
    expect(button.getAttribute('aria-busy')).toBe('true')
  })
})

describe('TextField', () => {
  it('ties label, hint and error to the control', async () => {
    const root = await mount(TextField, { label: '身份证号', modelValue: '', hint: '18 位', error: '校验位不对', required: true })
    const input = find<HTMLInputElement>('input', root)
    expect(find<HTMLLabelElement>('label', root).htmlFor).toBe(input.id)
    const described = (input.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent.trim())
    expect(described).toEqual(['18 位', '校验位不对'])
    expect(input.getAttribute('aria-invalid')).toBe('true')
  })
})

describe('AppTabs', () => {
  it('moves with the arrow keys and around the ends', async () => {
    const active = ref('todo')
    const tabs = [
      { key: 'todo', text: '待办' },
      { key: 'done', text: '已办' },
    ]
    const root = await mount(defineComponent(() => () => h(AppTabs<string>, { label: '任务', tabs, modelValue: active.value, 'onUpdate:modelValue': (key: string) => (active.value = key) })))
    const press = async (key: string): Promise<string | null> => {
      find('[role=tablist]', root).dispatchEvent(new KeyboardEvent('keydown', { key }))
      await nextTick()
      return find('[aria-selected=true]', root).textContent.trim()
    }
    expect(await press('ArrowRight')).toBe('已办')
    expect(await press('ArrowRight')).toBe('待办')
    expect(await press('ArrowLeft')).toBe('已办')
    expect(document.activeElement?.textContent.trim()).toBe('已办')
  })
})

describe('BottomSheet', () => {
  it('takes the focus, makes the rest inert, and gives both back', async () => {
    const open = ref(false)
    const root = await mount(
      defineComponent(() => () => [
        h('button', { id: 'opener' }, '打开'),
        h(BottomSheet, { title: '入编申请', open: open.value, 'onUpdate:open': (shown: boolean) => (open.value = shown) }, { default: () => '内容' }),
      ]),
    )
    find('#opener').focus()
    open.value = true
    await nextTick()
    await nextTick()
    const sheet = find('.zb-sheet')
    expect(document.activeElement?.textContent).toBe('入编申请')
    expect(root.inert).toBe(true)
    expect(document.getElementById(sheet.getAttribute('aria-labelledby') ?? '')?.textContent).toBe('入编申请')

    find<HTMLButtonElement>('button[aria-label=关闭]', sheet).click()
    await nextTick()
    expect(root.inert).toBe(false)
    expect(document.activeElement?.id).toBe('opener')
  })
})
