import { expect, test } from 'vitest';
import { readCommand } from './command.ts';
import { commandsOf } from './words.ts';

const tests = { does: 'test', race: false, packages: [], count: 1 };

test.each([
  ['go run .', '', { does: 'run', dir: '.', args: [] }],
  ['go run ./cmd/app -n 3 "a b"', '', { does: 'run', dir: 'cmd/app', args: ['-n', '3', 'a b'] }],
  ['go run main.go util.go x', '', { does: 'run', dir: '.', args: ['x'] }],
  ['go run cmd/app/main.go', '', { does: 'run', dir: 'cmd/app', args: [] }],
  ['./app -v', 'go build -o app .', { does: 'run', dir: '.', args: ['-v'] }],
  ['bin/app', 'go mod tidy && go build -o ./bin/app ./cmd/app', { does: 'run', dir: 'cmd/app', args: [] }],
  ['go build -o app && ./app', '', { does: 'run', dir: '.', args: [] }],
  ['./hello', 'go build', { does: 'run', dir: '.', args: [] }],
  ['go test ./...', '', tests],
  ['go test -v -run TestSum ./sum', '', { ...tests, run: 'TestSum', packages: ['sum'] }],
  ["go test -run='^TestA$|^TestB$' -count=3 .", '', { ...tests, run: '^TestA$|^TestB$', packages: ['.'], count: 3 }],
  ['go test -race ./queue/...', '', { ...tests, race: true, packages: ['queue', 'queue/...'] }],
  ['go test', '', { ...tests, packages: ['.'] }],
  ['go vet ./...', '', { does: 'vet' }],
  ['go build ./...', '', { does: 'build' }],
  ['test -z "$(gofmt -l .)"', '', { does: 'format' }],
])('understands %s', (line, setup, command) => {
  expect(readCommand(setup, line)).toEqual({ command, lost: [] });
});

test.each([
  'pytest',
  'go test ./... | tee out',
  'echo 3 | go run .',
  'go run . < in.txt',
  'bash test.sh',
  'go run $(ls)',
  'go generate ./...',
  './app',
  'make test',
  '',
  '"open',
])('does not pretend to understand %s', (line) => {
  expect(readCommand('', line).command).toBeUndefined();
});

test('says what of setup and flags is lost', () => {
  expect(
    readCommand('sudo apt-get install -y jq && go mod download', 'go test -short -run TestA/b ./...').lost,
  ).toEqual([
    'before it ran `sudo apt-get install -y jq`',
    'the flag `-short`',
    'only whole tests can be chosen, not `TestA/b`: subtests count with their test',
  ]);
});

test('words are split as a shell does', () => {
  expect(commandsOf(`a 'b c' "d \\"e" f\\ g && h; i`)).toEqual([['a', 'b c', 'd "e', 'f g'], ['h'], ['i']]);
  expect(commandsOf('a > b')).toBeUndefined();
});
