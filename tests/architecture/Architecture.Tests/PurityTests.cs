namespace Rollout.Architecture.Tests;

public class PurityTests
{
    [Theory]
    [InlineData("Rollout.Api")]
    [InlineData("Rollout.Judge")]
    [InlineData("Rollout.Planning")]
    public void What_decides_touches_no_clock_no_file_no_network_and_no_chance(string project)
    {
        using var assembly = BuiltAssembly.Open(project);
        Assert.Empty(PurityRules.Violations(assembly.MembersUsed(), assembly.TypesUsed()));
    }

    [Fact]
    public void A_banned_call_is_found_in_a_built_assembly()
    {
        // This very test assembly opens files and walks directories: the rule must see it.
        using var assembly = BuiltAssembly.OpenFile(typeof(PurityTests).Assembly.Location);
        var found = PurityRules.Violations(assembly.MembersUsed(), assembly.TypesUsed());
        Assert.Contains("System.IO.File", found);
        Assert.Contains("System.IO.Directory", found);
    }

    [Fact]
    public void The_wall_clock_and_the_shared_random_are_named() =>
        Assert.Equal(
            ["System.DateTimeOffset.get_UtcNow", "System.Random"],
            PurityRules.Violations(["System.DateTimeOffset.get_UtcNow", "System.Math.Log"], ["System.Random", "System.String"]));
}
