/** A line of a stack trace below its first: a frame, or how many of them the cause shares. */
export const isFrame = (line: string) => /^\s+(at |\.\.\. \d+ (more|common))/.test(line);

/** A line that is an exception of Java and what it says: `org.example.SomeException: words`, perhaps behind `Caused by: `. */
const exception = /^\s*(?:Caused by: |Exception in thread "[^"]*" )?((?:[\w$]+\.)+[\w$]*(?:Exception|Error|Fault)(?:: .*)?)$/;

export const isException = (line: string): boolean => exception.test(line);

/** What such a line says, without what leads to it. */
export const exceptionIn = (line: string): string => exception.exec(line)?.[1] ?? line;
