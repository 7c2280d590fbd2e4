using Rollout.Server.Access;

namespace Rollout.Server.Tests.Access;

public sealed class TokenFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rollout-token-").FullName;

    private string Path => System.IO.Path.Combine(folder, "state.token");

    [Fact]
    public void Made_once_readable_by_its_owner_only_and_read_ever_after()
    {
        var made = TokenFile.ReadOrMake(Path);
        Assert.Matches("^[0-9a-f]{64}$", made);
        Assert.Equal(made, TokenFile.ReadOrMake(Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        Assert.Equal([Path], Directory.GetFiles(folder));
    }

    [Fact]
    public void What_a_killed_process_had_begun_to_write_is_no_secret_and_in_nobodys_way()
    {
        File.WriteAllText(Path + ".new", "half of a sec");
        Assert.Matches("^[0-9a-f]{64}$", TokenFile.ReadOrMake(Path));
        Assert.Equal([Path], Directory.GetFiles(folder));
    }

    [Fact]
    public void Whoever_looks_while_it_is_made_sees_the_whole_secret_or_no_file()
    {
        for (var round = 0; round < 200; round++)
        {
            File.Delete(Path);
            using var stop = new CancellationTokenSource();
            var seen = new List<string>();
            var looking = new Thread(() =>
            {
                while (!stop.IsCancellationRequested)
                {
                    if (File.Exists(Path))
                    {
                        seen.Add(File.ReadAllText(Path));
                        return;
                    }
                }
            });
            looking.Start();
            var made = TokenFile.ReadOrMake(Path);
            looking.Join();
            stop.Cancel();
            Assert.Equal([made + "\n"], seen);
        }
    }

    [Fact]
    public void A_file_of_the_users_without_a_secret_is_refused_and_left_as_it_is()
    {
        File.WriteAllText(Path, "short\n");
        Assert.Contains("at least 16 characters", Assert.Throws<InvalidDataException>(() => TokenFile.ReadOrMake(Path)).Message, StringComparison.Ordinal);
        Assert.Equal("short\n", File.ReadAllText(Path));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
