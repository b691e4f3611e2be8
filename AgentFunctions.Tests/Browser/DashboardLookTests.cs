using Microsoft.Playwright;

namespace AgentFunctions.Tests.Browser;

/// <summary>Every page of the dashboard as different readers see it. With AGENTFN_SCREENSHOTS=1 the pictures of the documentation are taken anew.</summary>
public sealed class DashboardLookTests(Chromium chromium, DashboardHost host) : IClassFixture<Chromium>, IClassFixture<DashboardHost>
{
    // Each with what comes last on it.
    private static readonly Dictionary<string, string> Pages = new()
    {
        ["overview"] = "table:has-text('Coalescing')",
        ["tasks"] = "table",
        ["costs"] = "table:has-text('…')",
        ["dead-letters"] = "table",
        ["agents"] = "table",
        ["agents/draft-reply"] = "form",
    };

    private static readonly string[] Pictures = ["dashboard-overview-light", "dashboard-costs-dark", "dashboard-task-light", "dashboard-tasks-phone"];

    public static TheoryData<string, string> Looks() => new(
        from page in Pages.Keys
        from reader in new[] { Reader.Desk, Reader.DeskInTheDark, Reader.Phone }
        select (page, reader.Name));

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task A_page_has_no_error_keeps_nobody_out_and_fits_the_screen(string page, string reader)
    {
        await using Tab tab = await OpenAsync(page, ReaderOf(reader));
        await Assertions.Expect(tab.Page.Locator(Pages[page]).First).ToBeVisibleAsync();

        Assert.Empty(await tab.SeriousViolationsAsync());
        Assert.Equal(0, await tab.OverhangAsync());
        tab.AssertNoFault();
        await PictureAsync(tab, $"dashboard-{page.Replace('/', '-')}-{reader}");
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    [InlineData("phone")]
    public async Task So_has_the_page_of_a_task(string reader)
    {
        string id = await host.PostAsync(new { agent = "classify-ticket", input = new { subject = "Charged twice", text = $"I was charged twice for invoice {Random.Shared.Next(10_000)}." }, quality = 0.9 }, wait: true);
        await using Tab tab = await OpenAsync($"tasks/{id}", ReaderOf(reader));
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Why this model" })).ToBeVisibleAsync();

        Assert.Empty(await tab.SeriousViolationsAsync());
        Assert.Equal(0, await tab.OverhangAsync());
        tab.AssertNoFault();
        await PictureAsync(tab, $"dashboard-task-{reader}");
    }

    private async Task<Tab> OpenAsync(string page, Reader reader)
    {
        Tab tab = await chromium.OpenAsync(host.Api, reader);
        await tab.GoAsync($"#/{page}");
        await tab.Page.WaitForLoadStateAsync(LoadState.Load);
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToBeVisibleAsync();
        return tab;
    }

    private static Reader ReaderOf(string name) => new[] { Reader.Desk, Reader.DeskInTheDark, Reader.Phone }.Single(r => r.Name == name);

    private static async Task PictureAsync(Tab tab, string name)
    {
        if (Pictures.Contains(name) && Environment.GetEnvironmentVariable("AGENTFN_SCREENSHOTS") == "1")
        {
            await tab.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Repository.PathOf("docs", "images", $"{name}.png") });
        }
    }
}
