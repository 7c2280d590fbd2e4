using Rollout.Server.Http;

namespace Rollout.Server.Tests.Http;

public sealed class AccessTokenTests : IDisposable
{
    private readonly string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(file);

    [Fact]
    public void A_missing_file_is_made_with_a_fresh_token_that_only_its_owner_reads()
    {
        var token = AccessToken.FromFile(file);
        var text = File.ReadLines(file).Single();
        Assert.Equal(64, text.Length);
        Assert.True(token.Matches("Bearer " + text));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void The_same_file_gives_the_same_token_again()
    {
        AccessToken.FromFile(file);
        var text = File.ReadLines(file).Single();
        Assert.True(AccessToken.FromFile(file).Matches("bearer " + text));
    }

    [Fact]
    public void A_short_token_is_refused_with_the_mend()
    {
        File.WriteAllText(file, "hunter2\n");
        var refused = Assert.Throws<InvalidDataException>(() => AccessToken.FromFile(file));
        Assert.Contains("at least 16 characters", refused.Message);
        Assert.DoesNotContain("hunter2", refused.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer 0123456789abcdef0")]
    [InlineData("Digest 0123456789abcdef")]
    public void Anything_but_the_token_does_not_match(string? authorization)
    {
        File.WriteAllText(file, "0123456789abcdef\n");
        Assert.False(AccessToken.FromFile(file).Matches(authorization));
        Assert.True(AccessToken.FromFile(file).Matches("Bearer 0123456789abcdef"));
    }
}
