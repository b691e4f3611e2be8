import { useEffect, useState } from 'preact/hooks';

/** The colours of the style sheet, for drawings, which do not see it. */
export interface Theme {
  text: string;
  grid: string;
  good: string;
  bad: string;
  accent: string;
  series: string[];
}

function themeNow(): Theme {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: colour('--muted'),
    grid: colour('--line'),
    good: colour('--good'),
    bad: colour('--bad'),
    accent: colour('--accent'),
    series: [1, 2, 3, 4, 5, 6, 7, 8].map(n => colour(`--series-${n}`)),
  };
}

/** Changes when the reader's system goes from light to dark. */
export function useTheme(): Theme {
  const [theme, setTheme] = useState(themeNow);
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const changed = () => setTheme(themeNow());
    dark.addEventListener('change', changed);
    return () => dark.removeEventListener('change', changed);
  }, []);
  return theme;
}
