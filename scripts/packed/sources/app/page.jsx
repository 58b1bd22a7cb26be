// Rendered once, when the app is built.
import { Counter } from './counter.jsx';

export default function Page() {
  return <Counter />;
}
