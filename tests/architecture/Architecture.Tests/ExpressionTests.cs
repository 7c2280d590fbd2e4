namespace Rollout.Architecture.Tests;

public class ExpressionTests
{
    [Fact]
    public void Every_expression_that_a_user_wrote_is_made_where_the_limit_holds()
    {
        var files = SourceTree.Sources("controller").Concat(SourceTree.Sources("probes")).ToList();
        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(file => ExpressionRules.Violations(Path.GetRelativePath(SourceTree.Root, file), File.ReadAllText(file))));
    }

    [Theory]
    [InlineData("probes/Probes/Steps/Look.cs", "        return new Regex(text, RegexOptions.NonBacktracking, limit).IsMatch(body);", "makes a regular expression itself")]
    [InlineData("controller/Api/Look.cs", "        return Regex.IsMatch(body, text, RegexOptions.None, Regex.InfiniteMatchTimeout);", "makes a regular expression itself")]
    [InlineData("controller/Api/UserExpression.cs", "    [GeneratedRegex(\"a\", RegexOptions.NonBacktracking)]", "has no time limit")]
    public void One_that_is_made_elsewhere_or_without_a_limit_is_named(string file, string planted, string what) =>
        Assert.Contains(what, Assert.Single(ExpressionRules.Violations(file, $"class Look\n{{\n{planted}\n}}\n")), StringComparison.Ordinal);
}
