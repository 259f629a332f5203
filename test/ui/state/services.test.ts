import { describe, expect, test } from 'vitest';
import { anError, aStoredBatch } from '../../support/builders.ts';
import { aSessionOf } from '../support/a-session-of.ts';

describe('services', () => {
  const byService = (index: number) => ({ service: `service-${index % 4}` });

  test('takes the keys after Tab and gives them back after the next', () => {
    const session = aSessionOf(40, { some: byService });
    session.wait(1_000);

    session.press('tab', 'down');
    expect(session.view()).toMatchObject({ pane: 'services', selectedService: 'service-1', frozen: null });
    session.press('shift+tab');
    expect(session.view().pane).toBe('list');
  });

  test('keeps the selection with its service when the order changes', () => {
    const session = aSessionOf(40, { some: byService });
    session.wait(1_000);
    session.press('tab', 'down');

    const errors = Array.from({ length: 9 }, () => anError({ service: 'service-3' }));
    session.feed.push(aStoredBatch({ errors }));
    session.wait(1_000);
    session.press('s', 's', 's', 's');

    const { services, selectedService } = session.frame().scene;
    expect(services[selectedService]?.name).toBe('service-1');
  });

  test('shows the errors of one service by Enter, and all again by Esc', () => {
    const session = aSessionOf(40, { some: byService });
    session.wait(1_000);

    session.press('tab', 'end', 'enter');
    const only = session.frame().scene.rows.map(({ error }) => error.service);
    const told = session.view().said?.text;
    session.press('escape');

    expect(told).toBe('service-3 only. Esc shows all.');
    expect(session.view().said).toBeNull();
    expect([...new Set(only)]).toEqual(['service-3']);
    expect(only.length).toBe(10);
    expect(session.frame().scene.rows.length).toBe(40);
  });

  test('goes through all orders by s and comes back', () => {
    const session = aSessionOf(1);
    const sorts = ['share', 'total', 'seen', 'name', 'errors'].map((sort) => {
      session.press('s');
      return session.view().sort === sort;
    });

    expect(sorts).toEqual([true, true, true, true, true]);
  });
});
