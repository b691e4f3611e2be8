using Microsoft.Playwright;

namespace AgentFunctions.Tests.Browser;

/// <summary>The page that explains the API, in a real browser.</summary>
public sealed class DocsTests(Chromium chromium, DashboardHost host) : IClassFixture<Chromium>, IClassFixture<DashboardHost>
{
    [Fact]
    public async Task The_page_shows_the_description_and_asks_no_other_server()
    {
        await using Tab tab = await chromium.OpenAsync(host.Api, Reader.Desk);
        await tab.Page.GotoAsync("docs");

        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Agent Functions" }).First).ToBeVisibleAsync();
        await Assertions.Expect(tab.Page.GetByText("/tasks/{id}/cancel").First).ToBeAttachedAsync(new LocatorAssertionsToBeAttachedOptions { Timeout = 30_000 });

        // A library in Scalar tries whether it may make code out of text, which the page forbids, and does without.
        tab.AssertNoFault(known: "'unsafe-eval'");
    }
}
