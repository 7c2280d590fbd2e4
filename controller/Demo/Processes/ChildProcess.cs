using System.ComponentModel;
using System.Diagnostics;

namespace Rollout.Demo.Processes;

/// <summary>A child process of the demo, its output in a file.</summary>
internal sealed class ChildProcess : IDisposable
{
    /// <summary>
    /// Thread-pool threads that spin while they wait cost the demo a third of all its processor time on two cores; profile-guided code
    /// and parallel collection pay off only in processes that live longer. Nobody attaches a debugger; its sockets and pipes would stay in
    /// the temporary folder of a child that is ended the hard way.
    /// </summary>
    private static readonly KeyValuePair<string, string>[] Frugal =
    [
        new("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "0"), new("DOTNET_TieredPGO", "0"), new("DOTNET_gcServer", "0"), new("DOTNET_gcConcurrent", "0"),
        new("DOTNET_EnableDiagnostics", "0"),
    ];

    private readonly Process process;

    private ChildProcess(string name, string log, Process process)
    {
        Name = name;
        Log = log;
        this.process = process;
    }

    public string Name { get; }

    /// <summary>The file with its output.</summary>
    public string Log { get; }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    /// <summary>Starts a program in a session of its own (Ctrl-C at the terminal is for the demo alone), its output to a file.</summary>
    public static ChildProcess Start(string name, string folder, IReadOnlyList<string> command)
    {
        var log = Path.Combine(folder, name + ".log");
        // The shell makes the redirection and is then replaced by the program: the process id stays.
        const string script = "log=$1; shift; exec >\"$log\" 2>&1; if command -v setsid >/dev/null; then exec setsid \"$@\"; else exec \"$@\"; fi";
        return new ChildProcess(name, log, Launch(folder, ["-c", script, "sh", log, .. command]));
    }

    /// <summary>Starts a script that keeps its standard input open as long as this process lives.</summary>
    public static ChildProcess StartGuarded(string name, string folder, string guard, IReadOnlyList<string> command)
    {
        var log = Path.Combine(folder, name + ".log");
        return new ChildProcess(name, log, Launch(folder, [guard, log, .. command]));
    }

    /// <summary>Runs a script to its end and returns its exit code and what it said (its first lines).</summary>
    public static async Task<(int Code, string Said)> RunAsync(string folder, IReadOnlyList<string> script, CancellationToken cancellation)
    {
        using var process = Launch(folder, script, captured: true);
        var said = new char[2000];
        var length = await process.StandardError.ReadBlockAsync(said, cancellation);
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, new string(said, 0, length).Trim());
    }

    /// <summary>Closes its standard input, which a guard takes as the order to end.</summary>
    public void CloseInput() => process.StandardInput.Close();

    /// <summary>Ends it the hard way.</summary>
    public void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception ended) when (ended is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended meanwhile.
        }
    }

    public Task WaitAsync(CancellationToken cancellation) => process.WaitForExitAsync(cancellation);

    /// <summary>Its last lines of output, for an explanation.</summary>
    public string LastLines(int most = 8)
    {
        try
        {
            return string.Join('\n', File.ReadLines(Log).TakeLast(most));
        }
        catch (IOException)
        {
            return "";
        }
    }

    public void Dispose() => process.Dispose();

    private static Process Launch(string folder, IReadOnlyList<string> arguments, bool captured = false)
    {
        var start = new ProcessStartInfo("/bin/sh", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardError = captured,
        };
        foreach (var (name, value) in Frugal)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The shell did not start.");
    }
}
