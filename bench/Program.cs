using System.CommandLine;
using System.CommandLine.Invocation;
using AgentFunctions.Bench.Batching;
using AgentFunctions.Bench.Cost;
using AgentFunctions.Bench.Planning;
using AgentFunctions.Bench.Reuse;
using AgentFunctions.Bench.Routing;
using AgentFunctions.Bench.Scan;
using AgentFunctions.Bench.Simulation;
using AgentFunctions.Bench.Throughput;

RootCommand root = new("Measures Agent Functions on this machine. Figures are printed, never asserted.")
{
    ThroughputCommand.Create(), CostCommand.Create(), ReuseCommand.Create(), ScanCommand.Create(), RoutingCommand.Create(), BatchingCommand.Create(), PlanCommand.Create(), SimulateCommand.Create(),
};

// After Ctrl-C the host drains up to 30 s, and what was started is stopped after that.
InvocationConfiguration invocation = new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(60) };
ParseResult line = root.Parse(args);
if (line.Action is ParseErrorAction error)
{
    // What is wrong goes to standard error; the help text is not asked for.
    error.ShowHelp = false;
}

return await line.InvokeAsync(invocation);
