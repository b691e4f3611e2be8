using AgentFunctions.Costs;
using AgentFunctions.Costs.Reports;
using AgentFunctions.Tasks;

namespace AgentFunctions.Tests.Costs.Reports;

/// <summary>Reports on ledgers made by hand.</summary>
public sealed class CostReportTests
{
    private static readonly DateTimeOffset Hour = new(2027, 1, 31, 22, 0, 0, TimeSpan.Zero);
    private static readonly CostRange Day = new(Hour, Hour.AddHours(24));

    [Fact]
    public async Task Rows_add_up_what_has_the_same_keys_and_the_dearest_comes_first()
    {
        CostReport report = await ReadAsync(
            [CostDimension.Model, CostDimension.Agent],
            Entry(0, "sort", "small", Lane.Standard, 10),
            Entry(1, "sort", "small", Lane.Economy, 25),
            Entry(0, "sort", "large", Lane.Standard, 100),
            Entry(0, "read", "small", Lane.Standard, 7));

        Assert.Equal(
            [("sort", "large", 100L, 1L), ("sort", "small", 35, 2), ("read", "small", 7, 1)],
            report.Rows.Select(r => (r.Key.Agent!, r.Key.Model!, r.Amounts.Cost.Micros, r.Amounts.Tasks)));
        Assert.All(report.Rows, r => Assert.Equal((null, null, null, null), (r.Key.Tenant, r.Key.Lane, r.Key.Hour, r.Key.Day)));
        Assert.Equal(AmountsOf(142) with { Calls = 8, Tasks = 4, Succeeded = 4, CacheHits = 4, Coalesced = 4, Usage = new TokenUsage(40, 8, 20, true) }, report.Totals);
    }

    [Fact]
    public async Task Hours_and_days_are_those_of_UTC()
    {
        LedgerEntry[] entries = [Entry(0, "a", "m", Lane.Standard, 1), Entry(1, "a", "m", Lane.Standard, 2), Entry(2, "a", "m", Lane.Standard, 4), Entry(2, "b", "m", Lane.Standard, 8)];

        CostReport hours = await ReadAsync([CostDimension.Hour], entries);
        CostReport days = await ReadAsync([CostDimension.Day], entries);

        Assert.Equal([(Hour.AddHours(2), 12L), (Hour.AddHours(1), 2), (Hour, 1)], hours.Rows.Select(r => (r.Key.Hour!.Value, r.Amounts.Cost.Micros)));
        Assert.Equal([(new DateOnly(2027, 2, 1), 12L), (new DateOnly(2027, 1, 31), 3)], days.Rows.Select(r => (r.Key.Day!.Value, r.Amounts.Cost.Micros)));
    }

    [Fact]
    public async Task Other_tenants_and_other_hours_are_left_out()
    {
        LedgerEntry foreign = Entry(0, "a", "m", Lane.Standard, 1000);
        CostReport report = await ReadAsync(
            [CostDimension.Tenant, CostDimension.Lane],
            foreign with { Key = foreign.Key with { Tenant = new TenantId("other") } },
            Entry(-1, "a", "m", Lane.Standard, 100),
            Entry(24, "a", "m", Lane.Standard, 10),
            Entry(23, "a", "m", Lane.Economy, 1));

        CostRow row = Assert.Single(report.Rows);
        Assert.Equal((TenantId.Default, Lane.Economy, 1L), (row.Key.Tenant!.Value, row.Key.Lane!.Value, row.Amounts.Cost.Micros));
    }

    [Fact]
    public async Task An_empty_ledger_gives_no_row_and_totals_of_zero()
    {
        CostReport report = await ReadAsync([CostDimension.Agent]);

        Assert.Empty(report.Rows);
        Assert.Equal(default, report.Totals);
    }

    [Theory]
    [InlineData("2027-01-01T10:00:00Z", "2027-01-01T11:00:00Z", 10, 11)]
    [InlineData("2027-01-01T10:59:59.9999999Z", "2027-01-01T11:00:00.0000001Z", 10, 12)]
    [InlineData("2027-01-01T12:30:00+02:00", "2027-01-01T13:15:00+02:00", 10, 12)]
    public void A_range_covers_the_whole_hours_that_it_touches(string from, string to, int first, int end)
    {
        CostRange range = CostRange.Covering(Moment(from), Moment(to));

        Assert.Equal(new CostRange(new(2027, 1, 1, first, 0, 0, TimeSpan.Zero), new(2027, 1, 1, end, 0, 0, TimeSpan.Zero)), range);
    }

    [Fact]
    public void The_ends_of_time_make_ranges_too()
    {
        CostRange last = CostRange.Covering(DateTimeOffset.MaxValue.AddHours(-2), DateTimeOffset.MaxValue);
        CostRange first = CostRange.Covering(DateTimeOffset.MinValue, DateTimeOffset.MinValue.AddHours(1));

        Assert.True(last.From < last.To);
        Assert.Equal(new CostRange(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch), first);
    }

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static LedgerEntry Entry(int hour, string agent, string model, Lane lane, long micros) =>
        new(new LedgerKey(Hour.AddHours(hour), TenantId.Default, agent, model, lane), AmountsOf(micros));

    private static LedgerAmounts AmountsOf(long micros) =>
        new(Calls: 2, Tasks: 1, Succeeded: 1, CacheHits: 1, Coalesced: 1, new TokenUsage(10, 2, 5, true), Usd.FromMicros(micros), Usd.FromMicros(2 * micros), Usd.FromMicros(3 * micros));

    private static Task<CostReport> ReadAsync(CostDimension[] by, params LedgerEntry[] entries)
    {
        InMemoryLedgerStore ledger = new();
        ledger.Add(entries);
        return new CostReports(ledger, ledger).ReadAsync(TenantId.Default, Day, by.ToHashSet(), TestContext.Current.CancellationToken);
    }
}
