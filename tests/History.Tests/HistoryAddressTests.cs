using Npgsql;

namespace Rollout.History.Tests;

public class HistoryAddressTests
{
    [Theory]
    [InlineData("rollout.db", "names no kind of store")]
    [InlineData("sqlite:", "names no file")]
    [InlineData("mysql:Host=x", "'mysql' is no kind of store")]
    [InlineData("postgres:", "names no host")]
    [InlineData("postgres:Password=hunter2", "names no host")]
    [InlineData("postgres:Hots=x;Password=hunter2", "is no connection string of PostgreSQL")]
    [InlineData("postgres://u:hunter2@h/db?nix=1", "is no connection string of PostgreSQL")]
    [InlineData("postgres://u:hunter2@", "is no connection string of PostgreSQL")]
    public void What_is_no_address_is_refused_with_the_mend_and_never_repeated(string text, string what)
    {
        var (address, problem) = HistoryAddress.Parse(text);
        Assert.Null(address);
        Assert.Equal(("--history", what), (problem!.Place, problem.What));
        Assert.DoesNotContain("hunter2", problem.ToString(), StringComparison.Ordinal);
        Assert.Contains("sqlite:PATH", problem.Mend, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_named_as_it_is() => Assert.Equal("sqlite:/var/lib/a b:c.db", HistoryAddress.Parse("sqlite:/var/lib/a b:c.db").Address!.ToString());

    [Theory]
    [InlineData("postgres:Host=db;Port=6000;Database=rollouts;Username=ada;Password=p@ss;SSL Mode=Require")]
    [InlineData("postgres://ada:p%40ss@db:6000/rollouts?sslmode=require")]
    [InlineData("postgresql://ada:p%40ss@db:6000/rollouts?sslmode=require")]
    public void A_server_is_named_in_either_form_with_bounds_where_none_are_given(string text)
    {
        var address = Assert.IsType<HistoryAddress.PostgresServer>(HistoryAddress.Parse(text).Address);
        var made = new NpgsqlConnectionStringBuilder(address.Connection);
        Assert.Equal(("db", 6000, "rollouts", "ada", "p@ss", SslMode.Require), (made.Host, made.Port, made.Database, made.Username, made.Password, made.SslMode));
        Assert.Equal((5, 15, 4, "rollout"), (made.Timeout, made.CommandTimeout, made.MaxPoolSize, made.ApplicationName));
        Assert.Equal("postgres at db, database rollouts", address.ToString());
    }

    [Fact]
    public void Bounds_that_are_given_stay()
    {
        var address = Assert.IsType<HistoryAddress.PostgresServer>(HistoryAddress.Parse("postgres:Host=db;Timeout=9;Command Timeout=8;Maximum Pool Size=7;Application Name=x").Address);
        var made = new NpgsqlConnectionStringBuilder(address.Connection);
        Assert.Equal((9, 8, 7, "x"), (made.Timeout, made.CommandTimeout, made.MaxPoolSize, made.ApplicationName));
    }
}
