using Rollout.Kubernetes.Configuration.Credentials;
using Rollout.Support;

namespace Rollout.Kubernetes.Tests.Configuration.Credentials;

public sealed class TokenFileCredentialsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new(Loading.Noon);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_last_token_stays_while_the_file_is_being_replaced()
    {
        var path = folder.Write("token", "one");
        var source = new TokenFileCredentials(path, Credential.Anonymous, time);
        Assert.Equal("one", await Token(source));
        File.Delete(path);
        time.Advance(TokenFileCredentials.Fresh);
        Assert.Equal("one", await Token(source));
        folder.Write("token", "two");
        Assert.Equal("two", await Token(source));
    }

    [Fact]
    public async Task A_refused_token_is_not_given_again_without_looking()
    {
        var path = folder.Write("token", "one");
        var source = new TokenFileCredentials(path, Credential.Anonymous, time);
        var first = Assert.IsType<CredentialResult.Given>(await source.GetAsync(CancellationToken.None)).Credential;
        folder.Write("token", "two");
        source.Refused(first);
        Assert.Equal("two", await Token(source));
        source.Refused(first);
        folder.Write("token", "three");
        Assert.Equal("two", await Token(source));
    }

    private static async Task<string> Token(TokenFileCredentials source) =>
        Assert.IsType<CredentialResult.Given>(await source.GetAsync(CancellationToken.None)).Credential.BearerToken!.Reveal();
}
