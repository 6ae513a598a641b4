using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Liwan.Testing;

/// <summary>One entry of a log.</summary>
/// <param name="Level">How grave it is.</param>
/// <param name="Category">Who logged it.</param>
/// <param name="Text">The message, with the exception if there is one.</param>
public sealed record LogEntry(LogLevel Level, string Category, string Text);

/// <summary>
/// Keeps what the hosts of a test log. An error that the test did not announce fails the test when this is disposed, so
/// dispose of it after the hosts.
/// </summary>
public sealed class RecordedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<LogEntry> _entries = new();
    private readonly ConcurrentBag<string> _announced = [];

    /// <summary>What was logged so far, oldest first.</summary>
    public IReadOnlyCollection<LogEntry> Entries => _entries;

    /// <summary>Announces errors that the test brings about.</summary>
    /// <param name="part">A part of their text or category.</param>
    public void Announce(string part) => _announced.Add(part);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _entries);

    /// <summary>Fails the test if there was an error that was not announced. Hosts dispose of their providers too; give them <see cref="ForHost"/>.</summary>
    public void Dispose()
    {
        var unannounced = _entries
            .Where(entry => entry.Level >= LogLevel.Error)
            .Where(entry => !_announced.Any(part => entry.Text.Contains(part, StringComparison.Ordinal) || entry.Category.Contains(part, StringComparison.Ordinal)))
            .ToList();
        if (unannounced.Count > 0)
        {
            throw new InvalidOperationException(
                $"{unannounced.Count} errors were logged that the test did not announce:\n{string.Join("\n", unannounced.Select(entry => $"{entry.Category}: {entry.Text}"))}");
        }
    }

    /// <summary>A provider over the same log for one host, which that host may dispose of.</summary>
    public ILoggerProvider ForHost() => new HostProvider(this);

    private sealed class HostProvider(RecordedLogs logs) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => logs.CreateLogger(categoryName);

        public void Dispose()
        {
            // The log outlives the host.
        }
    }

    private sealed class Logger(string category, ConcurrentQueue<LogEntry> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            ArgumentNullException.ThrowIfNull(formatter);
            if (IsEnabled(logLevel))
            {
                var text = formatter(state, exception);
                entries.Enqueue(new LogEntry(logLevel, category, exception is null ? text : $"{text}\n{exception}"));
            }
        }
    }
}
