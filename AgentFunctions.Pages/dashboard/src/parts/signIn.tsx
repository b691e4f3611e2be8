import { useEffect, useState } from 'preact/hooks';
import { currentKey, keepKey } from '../api/credentials';
import type { Problem } from '../api/problem';

/** Asks for a key, or leads to the sign-in of the platform where the app stands behind one. */
export function SignIn({ problem, onKey }: { problem: Problem; onKey(): void }) {
  const [key, setKey] = useState('');
  const hasPlatformSignIn = usePlatformSignIn();
  return (
    <section class="sign-in card">
      <h1>Sign in</h1>
      {currentKey() && <p class="problem" role="alert">{problem.message}</p>}
      <p>These pages show what the API answers, and it asks who you are.</p>
      {hasPlatformSignIn && <p><a class="button" href={`/.auth/login/aad?post_login_redirect_uri=${encodeURIComponent(location.pathname)}`}>Sign in with Microsoft Entra</a></p>}
      <form onSubmit={event => { event.preventDefault(); keepKey(key.trim()); onKey(); }}>
        <label>API key, or key of the Functions host
          <input type="password" autocomplete="off" required value={key} onInput={event => setKey(event.currentTarget.value)} />
        </label>
        <p class="hint">It stays in this browser tab. The role <code>read</code> shows; <code>submit</code> tries agents; <code>admin</code> redrives.</p>
        <button type="submit">Sign in</button>
      </form>
    </section>
  );
}

// App Service Authentication answers under /.auth on the app's own host; nothing else does.
function usePlatformSignIn(): boolean {
  const [isThere, setIsThere] = useState(false);
  useEffect(() => {
    fetch('/.auth/me').then(answer => setIsThere(answer.ok || answer.status === 401), () => setIsThere(false));
  }, []);
  return isThere;
}
