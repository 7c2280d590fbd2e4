// Runs before the first paint, so that the chosen theme does not flash. "system" follows the machine.
(() => {
  const key = 'rollout-theme';
  const known = ['system', 'light', 'dark'];
  const stored = () => {
    try {
      const value = localStorage.getItem(key);
      return known.includes(value) ? value : 'system';
    } catch {
      return 'system'; // storage is refused in some private windows
    }
  };
  const apply = choice => {
    if (choice === 'system') {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = choice;
    }
  };
  let choice = stored();
  apply(choice);

  addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('theme');
    const label = () => {
      button.textContent = `Theme: ${choice}`;
      button.setAttribute('aria-label', `Theme: ${choice}. Change it`);
    };
    button.addEventListener('click', () => {
      choice = known[(known.indexOf(choice) + 1) % known.length];
      apply(choice);
      label();
      try {
        localStorage.setItem(key, choice);
      } catch {
        // the choice then lasts as long as the page
      }
    });
    label();
  });
})();
