using AgentFunctions.Tests.LocalHost.Orchestrations.Kill;
using Xunit.MicrosoftTestingPlatform;

namespace AgentFunctions.Tests;

/// <summary>Runs the tests; and is the process that the kill test kills, because that needs functions of the tests.</summary>
internal static class TestProgram
{
    public static Task<int> Main(string[] args) => args is [KillHost.Command, var folder, var point]
        ? KillHost.RunAsync(folder, point)
        : TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
}
