import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/parts.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queries } from './api/read';
import { readSession, useSession } from './api/session';
import { applyPreferences } from './preferences';
import { router } from './routes';
import { SignInPage } from './sign-in/sign-in-page';

/** The sign-in first; then the pages, which stay below when the session ends. */
function Console() {
  const { state, ended } = useSession();
  const open = ended !== null || (state?.stage === 'open' && state.grant !== null);
  return open ? <RouterProvider router={router} /> : <SignInPage />;
}

applyPreferences();
void readSession();
createRoot(document.getElementById('console')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Console />
    </QueryClientProvider>
  </StrictMode>,
);
