namespace Rollout.Charts.Tests.Rendering;

/// <summary>What Helm prints at the end of an installation.</summary>
public class NotesTests
{
    [Fact]
    public void They_say_whether_anything_holds_in_the_request_itself()
    {
        Assert.Contains("does not serve MutatingAdmissionPolicy v1", Notes(""), StringComparison.Ordinal);
        Assert.DoesNotContain("does not serve", Notes("hold: {admissionPolicies: Never}"), StringComparison.Ordinal);
        Assert.Contains("held by admission policies", Notes("", ChartRelease.WithPolicies), StringComparison.Ordinal);
    }

    [Fact]
    public void They_say_what_is_missing()
    {
        Assert.Contains("prometheus.address is empty", Notes(""), StringComparison.Ordinal);
        Assert.Contains("secretAccess is empty", Notes(""), StringComparison.Ordinal);
        var everything = Notes(ValueSets.Of("everything"));
        Assert.DoesNotContain("is empty", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody stands by", everything, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("nobody stands by", Notes("replicas: 1"), StringComparison.Ordinal);
        Assert.Contains("-n store --wait", Notes(ValueSets.Of("one-namespace")), StringComparison.Ordinal);
    }

    private static string Notes(string values, ChartRelease? release = null) => Chart.Rollout.Render(values, release)["NOTES.txt"];
}
