import { reactRouter } from '@react-router/dev/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { compressedAssets } from './build/compressed-assets.ts';

/** What every page loads: one file of it is a twentieth smaller than eight, because it is compressed as a whole. */
const FRAMEWORK = /node_modules\/(react|react-dom|react-router|scheduler|lucide-react\/dist\/esm\/(?!icons\/))/;

export default defineConfig({
  plugins: [tailwindcss(), reactRouter(), compressedAssets()],
  // A font inside of a style sheet would need `data:` in the Content-Security-Policy.
  build: { assetsInlineLimit: 0 },
  environments: {
    client: {
      build: { rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'framework', test: FRAMEWORK }] } } } },
    },
    ssr: { build: { rolldownOptions: { input: './src/main.ts' } }, resolve: { noExternal: true } },
  },
});
