import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const accent: MantineColorsTuple = [
  '#e8eefb',
  '#cfdcf7',
  '#a9c0f0',
  '#86abff',
  '#5f88e6',
  '#4673de',
  '#2f61d6',
  '#2858cc',
  '#2f61d6',
  '#1c2740',
]

/** Mantine in our tokens: tokens.css says what they are, this where they go. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 8 },
  colors: { accent },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '11px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '2px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  defaultRadius: 'sm',
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  // Named and not imported: what a page does not show is not to be loaded for its defaults.
  components: {
    Button: {
      defaultProps: { size: 'sm' },
      vars: () => ({
        root: { '--button-height': 'var(--control)', '--button-fz': 'var(--t-data)', '--button-padding-x': '12px' },
      }),
    },
    ActionIcon: { vars: () => ({ root: { '--ai-size': 'var(--control)' } }) },
    // Every field is needed, and a star beside each would say nothing.
    TextInput: { defaultProps: { size: 'sm', withAsterisk: false } },
    PasswordInput: { defaultProps: { size: 'sm', withAsterisk: false } },
    SegmentedControl: { defaultProps: { size: 'sm', transitionDuration: 0 } },
    // The first item has the focus, rather than a place before it that no screen reader can make sense of.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, shadow: 'none', transitionProps: { duration: 0 } } },
    Popover: { defaultProps: { transitionProps: { duration: 0 } } },
    Modal: {
      defaultProps: {
        radius: 'lg',
        transitionProps: { duration: 0 },
        overlayProps: { backgroundOpacity: 1, color: 'var(--scrim)' },
      },
    },
  },
})

const shared = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-bright': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-2)',
  '--mantine-color-placeholder': 'var(--text-3)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--raised)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line-ctl)',
  '--mantine-color-error': 'var(--critical)',
  '--mantine-primary-color-filled': 'var(--accent-fill)',
  '--mantine-primary-color-filled-hover': '#2858cc',
}

/** Mantine's own variables, said in ours, in both themes alike: ours know the theme. */
export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared })
