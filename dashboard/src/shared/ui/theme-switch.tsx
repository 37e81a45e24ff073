import { SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'

const OPTIONS = [
  { value: 'auto', label: 'Like the system', Icon: IconDeviceDesktop },
  { value: 'light', label: 'Light', Icon: IconSun },
  { value: 'dark', label: 'Dark', Icon: IconMoon },
] as const

/** Light, dark, or what the system says. */
export function ThemeSwitch({ words = false }: { words?: boolean }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <SegmentedControl
      aria-label="Appearance"
      fullWidth={words}
      value={colorScheme}
      onChange={(value) => setColorScheme(value as 'auto' | 'light' | 'dark')}
      data={OPTIONS.map(({ value, label, Icon }) => ({
        value,
        label: (
          <span className="choice" title={label}>
            <Icon size={16} stroke={1.75} aria-hidden />
            <span className={words ? '' : 'sr'}>{words && value === 'auto' ? 'System' : label}</span>
          </span>
        ),
      }))}
    />
  )
}
