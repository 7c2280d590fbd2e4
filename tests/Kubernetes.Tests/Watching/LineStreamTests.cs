using System.IO.Pipelines;
using System.Text;
using Rollout.Kubernetes.Watching;

namespace Rollout.Kubernetes.Tests.Watching;

public class LineStreamTests
{
    private static readonly TimeSpan Stall = TimeSpan.FromMinutes(2);
    private readonly ObservedTime time = new();

    [Fact]
    public async Task Lines_come_whole_however_they_are_cut_and_blank_ones_are_read_over()
    {
        var pipe = new Pipe();
        await using var lines = new LineStream(pipe.Reader.AsStream(), 100, Stall, time);
        var reading = AllAsync(lines);
        foreach (var part in new[] { "a", "b\n\n", "c\nd", "", "e\r\n" })
        {
            await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(part));
        }

        await pipe.Writer.CompleteAsync();
        Assert.Equal(["ab", "c", "de\r", "Clean: the server ended the watch"], await reading);
    }

    [Fact]
    public async Task A_torn_line_is_not_given()
    {
        await using var lines = new LineStream(new MemoryStream("a\n{\"type\":\"DEL"u8.ToArray()), 100, Stall, time);
        Assert.Equal(["a", "Broken: the stream ended in the middle of a line"], await AllAsync(lines));
    }

    [Fact]
    public async Task A_line_without_end_is_given_up()
    {
        await using var lines = new LineStream(new MemoryStream(new byte[100_000]), 50_000, Stall, time);
        Assert.Equal(["Broken: a line is longer than 50000 bytes"], await AllAsync(lines));
    }

    [Fact]
    public async Task Silence_ends_it_and_a_single_byte_breaks_the_silence()
    {
        var pipe = new Pipe();
        await using var lines = new LineStream(pipe.Reader.AsStream(), 100, Stall, time);
        var reading = AllAsync(lines);
        await time.UntilTimerAsync(Stall);
        time.Advance(Stall - TimeSpan.FromSeconds(1));
        await pipe.Writer.WriteAsync("a"u8.ToArray());
        await time.UntilTimerAsync(Stall);
        time.Advance(Stall - TimeSpan.FromSeconds(1));
        Assert.False(reading.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["Stalled: no byte for 120 s"], await reading);
    }

    private static async Task<List<string>> AllAsync(LineStream lines)
    {
        var found = new List<string>();
        while (true)
        {
            var read = await lines.NextAsync(CancellationToken.None);
            if (read.EndedBy is { } end)
            {
                found.Add($"{end}: {read.Cause}");
                return found;
            }

            found.Add(Encoding.UTF8.GetString(read.Line));
        }
    }
}
