import type { Locale } from '@ringback/model';

const en = {
  title: 'Sign in to Ringback',
  login: 'Login',
  password: 'Password',
  signIn: 'Sign in',
  signingIn: 'Signing in…',
  cancel: 'Cancel',
  empty: 'Enter your login and your password.',
  wrong: 'Login or password is not right. Try again.',
  often: 'Too many tries. Wait a minute and try again.',
  unreachable: 'Ringback cannot be reached. Check the connection and try again.',
  failed: 'Signing in did not work. Try again.',
};

export type LoginWords = Record<keyof typeof en, string>;

export const loginWords: Record<Locale, LoginWords> = {
  en,
  uk: {
    title: 'Вхід у Ringback',
    login: 'Логін',
    password: 'Пароль',
    signIn: 'Увійти',
    signingIn: 'Входимо…',
    cancel: 'Скасувати',
    empty: 'Введіть логін і пароль.',
    wrong: 'Логін або пароль неправильні. Спробуйте ще раз.',
    often: 'Забагато спроб. Зачекайте хвилину й спробуйте ще раз.',
    unreachable: 'Ringback недоступний. Перевірте з’єднання й спробуйте ще раз.',
    failed: 'Не вдалося увійти. Спробуйте ще раз.',
  },
  ru: {
    title: 'Вход в Ringback',
    login: 'Логин',
    password: 'Пароль',
    signIn: 'Войти',
    signingIn: 'Входим…',
    cancel: 'Отмена',
    empty: 'Введите логин и пароль.',
    wrong: 'Логин или пароль неверны. Попробуйте ещё раз.',
    often: 'Слишком много попыток. Подождите минуту и попробуйте ещё раз.',
    unreachable: 'Ringback недоступен. Проверьте соединение и попробуйте ещё раз.',
    failed: 'Войти не удалось. Попробуйте ещё раз.',
  },
};
