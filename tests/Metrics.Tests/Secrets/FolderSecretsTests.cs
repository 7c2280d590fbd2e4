using System.Text;
using Rollout.Metrics.Secrets;

namespace Rollout.Metrics.Tests.Secrets;

public sealed class FolderSecretsTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("rollout-secrets-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task A_secret_is_a_folder_with_a_file_for_each_key_read_anew_each_time()
    {
        Write("prom", "token", "one");
        Write("prom", ".hidden", "two");
        Write("other", "token", "three");
        var secrets = new FolderSecrets(root);
        var found = Assert.IsType<SecretRead.Found>(await secrets.ReadAsync("default", "prom", CancellationToken.None));
        Assert.Equal("one", Encoding.UTF8.GetString(Assert.Single(found.Content).Value));
        Write("prom", "token", "four");
        found = Assert.IsType<SecretRead.Found>(await secrets.ReadAsync("default", "prom", CancellationToken.None));
        Assert.Equal("four", Encoding.UTF8.GetString(found.Content["token"]));
    }

    [Theory]
    [InlineData("absent", " is not there; make it, with a file for each key")]
    [InlineData("empty", " is empty")]
    [InlineData("large", " is larger than 1 MiB")]
    [InlineData("..", "its name is no name of a secret")]
    [InlineData("../other", "its name is no name of a secret")]
    [InlineData("", "its name is no name of a secret")]
    public async Task What_is_not_there_and_what_would_lead_elsewhere_is_refused(string name, string reason)
    {
        Directory.CreateDirectory(Path.Combine(root, "empty"));
        Write("large", "token", new string('x', (1 << 20) + 1));
        var refused = Assert.IsType<SecretRead.Refused>(await new FolderSecrets(root).ReadAsync("default", name, CancellationToken.None));
        Assert.EndsWith(reason, refused.Reason, StringComparison.Ordinal);
    }

    private void Write(string name, string key, string text)
    {
        Directory.CreateDirectory(Path.Combine(root, name));
        File.WriteAllText(Path.Combine(root, name, key), text);
    }
}
