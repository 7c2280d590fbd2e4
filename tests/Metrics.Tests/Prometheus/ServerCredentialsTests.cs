using System.Text;
using Rollout.Metrics.Prometheus;
using Rollout.Metrics.Secrets;

namespace Rollout.Metrics.Tests.Prometheus;

public class ServerCredentialsTests
{
    [Theory]
    [InlineData("has one of username and password without the other", "username=u")]
    [InlineData("has one of username and password without the other", "password=p")]
    [InlineData("has both a token and a username: only one can be sent", "token=t", "username=u", "password=p")]
    [InlineData("has one of tls.crt and tls.key without the other", "tls.crt=x")]
    [InlineData("has nothing under token", "token= \n")]
    [InlineData("has no PEM certificate under ca.crt", "ca.crt=x")]
    [InlineData("has no PEM that can be read under tls.crt and tls.key", "tls.crt=x", "tls.key=y")]
    [InlineData("holds a header that cannot be sent: names are letters, digits and -, values stand on one line", "header.A=x\r\nB: y")]
    [InlineData("holds a header that cannot be sent: names are letters, digits and -, values stand on one line", "header.A B=x")]
    public void Says_what_is_wrong_and_no_value(string wrong, params string[] content)
    {
        Assert.Null(ServerCredentials.Of(Secret(content), out var said));
        Assert.Equal(wrong, said);
    }

    [Fact]
    public void A_user_and_password_are_sent_as_RFC_7617_has_it()
    {
        var credentials = ServerCredentials.Of(Secret("username=Aladdin", "password=open sesame\n"), out _)!;
        Assert.Equal(("Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), Assert.Single(credentials.Headers));
    }

    [Fact]
    public void The_same_content_is_the_same_on_the_wire_and_the_print_tells_nothing()
    {
        var one = ServerCredentials.Of(Secret("token=hunter2"), out _)!;
        Assert.Equal(one.Print, ServerCredentials.Of(Secret("token=hunter2"), out _)!.Print);
        Assert.NotEqual(one.Print, ServerCredentials.Of(Secret("token=hunter3"), out _)!.Print);
        Assert.DoesNotContain("hunter2", one.Print, StringComparison.Ordinal);
        Assert.Equal("secret with token", Secret("token=hunter2").ToString());
    }

    private static SecretRead.Found Secret(params string[] content) =>
        new(content.ToDictionary(c => c.Split('=')[0], c => Encoding.UTF8.GetBytes(c.Split('=', 2)[1]), StringComparer.Ordinal));
}
