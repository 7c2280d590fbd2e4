namespace Rollout.Cli.Tests;

/// <summary>Linux has a disk that is always full.</summary>
public class OutputStreamTests
{
    private const string Said = "rollout: the output could not be written: No space left on device; make room there, or send it elsewhere";

    [Theory]
    [InlineData("")]
    [InlineData("--version")]
    [InlineData("help judge")]
    [InlineData("judge --help")]
    [InlineData("completion bash")]
    [InlineData("crds")]
    [InlineData("[suggest:1] j")]
    public async Task A_full_disk_behind_the_output_is_said_and_is_no_fault_of_ours(string line)
    {
        var (code, error) = await FullAsync("exec \"$0\" \"$@\" > /dev/full", line);
        Assert.Equal((3, Said), (code, error));
    }

    [Fact]
    public async Task Many_answers_stop_at_a_full_disk()
    {
        var file = Path.Combine(Path.GetTempPath(), $"rollout-cases-{Guid.NewGuid():N}.jsonl");
        await File.WriteAllLinesAsync(file, Enumerable.Repeat("{\"events\":\"nowhere.csv\",\"canary\":\"n0\",\"start\":\"2026-11-21T10:00:00Z\"}", 500));
        try
        {
            var (code, error) = await FullAsync("exec \"$0\" \"$@\" > /dev/full", $"judge --cases {file}");
            Assert.Equal((3, Said), (code, error));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>There the exit code is all that is left; no core is dumped.</summary>
    [Fact]
    public async Task Where_messages_cannot_be_written_either_the_exit_code_remains()
    {
        var (code, error) = await FullAsync("exec \"$0\" \"$@\" > /dev/full 2> /dev/full", "crds");
        Assert.Equal((3, ""), (code, error));
    }

    /// <summary>As for `rollout crds | head -1`: who closes a pipe has read enough.</summary>
    [Fact]
    public async Task A_reader_that_has_read_enough_is_no_trouble()
    {
        var (code, error) = await FullAsync("{ \"$0\" \"$@\"; echo \"code $?\" >&2; } | head -1 > /dev/null", "crds");
        Assert.Equal((0, "code 0"), (code, error));
    }

    [Fact]
    public async Task What_fails_below_is_told_from_everything_else_and_what_is_written_arrives()
    {
        var whole = new MemoryStream();
        await using (var writer = new StreamWriter(new OutputStream(whole)))
        {
            await writer.WriteAsync("a");
            await writer.FlushAsync();
            writer.Write("b");
        }

        Assert.Equal("ab"u8, whole.ToArray());
        using var full = new OutputStream(new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0));
        Assert.Throws<OutputException>(() => full.Write("x"u8));
        var fault = await Assert.ThrowsAsync<OutputException>(() => full.WriteAsync("x"u8.ToArray()).AsTask());
        Assert.True(OutputException.IsBelow(new AggregateException(new IOException("no"), new InvalidOperationException("task", fault))));
        Assert.False(OutputException.IsBelow(new AggregateException(new IOException("No space left on device"))));
    }

    private static async Task<(int Code, string Error)> FullAsync(string script, string line)
    {
        var answer = await RolloutProcess.ShellAsync(script, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return (answer.ExitCode, answer.Error.TrimEnd('\n'));
    }
}
