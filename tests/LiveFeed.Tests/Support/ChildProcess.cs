using System.Diagnostics;
using System.Globalization;

namespace LiveFeed.Tests.Support;

/// <summary>A process that a program of the tests starts. What it writes is read, as a full pipe would stop it.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly int _mostLines;
    private readonly Queue<string> _lines = new(); // locked by itself: both pipes write it
    private readonly Process _process;

    /// <param name="start">What is started. Its pipes are this one's affair.</param>
    /// <param name="mostLines">How many of its last lines are kept, as it may run for hours.</param>
    internal ChildProcess(ProcessStartInfo start, int mostLines = 10_000)
    {
        _mostLines = mostLines;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    internal int Id => _process.Id;

    internal bool HasExited => _process.HasExited;

    internal int ExitCode => _process.ExitCode;

    /// <summary>What it has written so far. All of it is there once <see cref="WaitForExitAsync"/> has ended.</summary>
    internal string Output
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    internal Task WaitForExitAsync() => _process.WaitForExitAsync();

    /// <summary>Whether it has ended within this time.</summary>
    internal bool WaitForExit(TimeSpan time) => _process.WaitForExit(time);

    /// <summary>
    /// What comes before the command of a process that SIGINT must reach: a shell starts background programs with it
    /// ignored, and their children inherit that.
    /// </summary>
    internal static string[] Interruptible => ["env", "--default-signal=INT"];

    /// <summary>Sends a signal, such as <c>TERM</c>, unless it has ended.</summary>
    /// <exception cref="InvalidOperationException">It runs, and the signal could not be sent.</exception>
    internal async Task SignalAsync(string name)
    {
        if (HasExited)
        {
            return; // its id may be another process's by now
        }

        using var kill = Process.Start("kill", [$"-{name}", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        if (kill.ExitCode != 0 && !HasExited)
        {
            throw new InvalidOperationException($"kill -{name} {Id} ended with {kill.ExitCode}:\n{Output}");
        }
    }

    /// <summary>SIGKILL: nothing is flushed, nobody is told.</summary>
    internal void Kill(bool entireProcessTree = false)
    {
        _process.Kill(entireProcessTree);
        _process.WaitForExit();
    }

    /// <summary>Kills it if it still runs.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private void Note(string? line)
    {
        lock (_lines)
        {
            _lines.Enqueue(line ?? "");
            if (_lines.Count > _mostLines)
            {
                _lines.Dequeue();
            }
        }
    }
}
