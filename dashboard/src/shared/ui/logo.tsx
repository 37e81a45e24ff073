/** The mark of StatusMonitor with its name. */
export function Logo() {
  return (
    <span className="brand">
      <svg width="20" height="20" viewBox="0 0 20 20" fill="none" aria-hidden="true">
        <rect x="1" y="1" width="18" height="18" rx="5" stroke="currentColor" strokeWidth="1.6" />
        <path
          d="M4 11h3l1.8-4.6 2.6 7.6L13.2 11H16"
          stroke="currentColor"
          strokeWidth="1.7"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <span>StatusMonitor</span>
    </span>
  )
}
