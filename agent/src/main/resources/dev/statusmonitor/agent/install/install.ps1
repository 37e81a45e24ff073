# Installs StatusMonitor's agent on Windows, and looks after it from then on. The platform serves this file as
# /agent/install.ps1; it stays on the machine as C:\Program Files\StatusMonitor Agent\statusmonitor-agent.ps1.
# Windows PowerShell 5.1 or later, as administrator.
#
# It makes, and `statusmonitor-agent.ps1 -Command uninstall` takes away again:
#   C:\Program Files\StatusMonitor Agent   the program: a jar, its Java options, this script
#   C:\ProgramData\StatusMonitor Agent     settings, log, and the machine's private key, for administrators and the agent alone
#   a scheduled task "StatusMonitor Agent" that starts with the machine and runs as LOCAL SERVICE, who has few rights
#
# The agent opens no port and takes no orders: it reads the system's figures, and sends them to the platform.
[CmdletBinding()]
param(
    [ValidateSet('install', 'status', 'update', 'uninstall')] [string] $Command = 'install',
    [string] $Platform,
    [string] $Name,
    [string] $Java
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12

$Task = 'StatusMonitor Agent'
$Program = Join-Path $env:ProgramFiles 'StatusMonitor Agent'
$State = Join-Path $env:ProgramData 'StatusMonitor Agent'
$Settings = Join-Path $State 'agent.properties'
$Log = Join-Path $State 'agent.log'
$Jar = 'statusmonitor-agent.jar'
$Code = $env:STATUSMONITOR_CODE
Remove-Item Env:STATUSMONITOR_CODE -ErrorAction SilentlyContinue

function Stop-WithSentence([string] $Sentence) {
    [Console]::Error.WriteLine($Sentence)
    exit 1
}

# A file of the platform, whose checksum is the one that the platform says.
function Get-Checked([string] $File, [string] $Target) {
    try {
        $Wanted = (Invoke-WebRequest -UseBasicParsing "$Platform/agent/$File.sha256").Content
        if ($Wanted -is [byte[]]) { $Wanted = [Text.Encoding]::ASCII.GetString($Wanted) }
        Invoke-WebRequest -UseBasicParsing "$Platform/agent/$File" -OutFile $Target
    } catch {
        Stop-WithSentence "$Platform/agent/$File could not be downloaded ($($_.Exception.Message)). Is this the platform's address, and can this machine reach it?"
    }
    if ((Get-FileHash $Target -Algorithm SHA256).Hash -ne $Wanted.Substring(0, 64)) {
        Stop-WithSentence "The download of $File is damaged: its SHA-256 is not the one that the platform names. Run this again."
    }
}

# The feature release of a Java; 0 where it is none.
function Get-JavaRelease([string] $File) {
    try {
        # It tells its version on standard error, which is no error.
        $Told = cmd /c "`"$File`" -version 2>&1" | Out-String
        if ($Told -match 'version "(\d+)') { return [int] $Matches[1] }
    } catch { }
    return 0
}

function Find-Java {
    $Candidates = @($Java)
    if ($env:JAVA_HOME) { $Candidates += Join-Path $env:JAVA_HOME 'bin\java.exe' }
    $OnPath = Get-Command java.exe -ErrorAction SilentlyContinue
    if ($OnPath) { $Candidates += $OnPath.Source }
    $Candidates += Get-ChildItem "$env:ProgramFiles\*\*\bin\java.exe" -ErrorAction SilentlyContinue | ForEach-Object FullName
    foreach ($Candidate in $Candidates) {
        if ($Candidate -and (Test-Path $Candidate) -and (Get-JavaRelease $Candidate) -ge 17) { return $Candidate }
    }
    Stop-WithSentence 'The agent needs Java 17 or later, and there is none on this machine. Install one and run this again: winget install EclipseAdoptium.Temurin.21.JRE'
}

# For administrators, the system and the agent (S-1-5-19, LOCAL SERVICE) alone, whatever the system's language calls them.
function Protect-Folder([string] $Folder) {
    $null = New-Item -ItemType Directory -Force $Folder
    $null = icacls $Folder /inheritance:r /grant:r '*S-1-5-32-544:(OI)(CI)F' '*S-1-5-18:(OI)(CI)F' '*S-1-5-19:(OI)(CI)M'
    if ($LASTEXITCODE -ne 0) { Stop-WithSentence "$Folder could not be protected from other users." }
}

function Write-Settings([string] $OneTimeCode) {
    # What was set by hand stays. A backslash would have a meaning of its own in this file.
    $Kept = @()
    if (Test-Path $Settings) { $Kept = Get-Content $Settings | Where-Object { $_ -notmatch '^(#|platform=|identity=|code=)' -and -not ($Name -and $_ -match '^name=') } }
    $Lines = @('# What docs/agent.md names may stand here, as name=value.', "platform=$Platform", "identity=$($State -replace '\\', '/')/identity") + $Kept
    if ($Name) { $Lines += "name=$Name" }
    if ($OneTimeCode) { $Lines += "code=$OneTimeCode" }
    [IO.File]::WriteAllLines($Settings, [string[]] $Lines)
}

function Install-Program {
    $New = "$Program.new"
    if (Test-Path $New) { Remove-Item -Recurse -Force $New }
    $null = New-Item -ItemType Directory $New
    "Downloading the agent from $Platform."
    Get-Checked $Jar (Join-Path $New $Jar)
    Get-Checked 'install.ps1' (Join-Path $New 'statusmonitor-agent.ps1')
    $Found = Find-Java
    $Options = & $Found -jar (Join-Path $New $Jar) --java-options
    if ($LASTEXITCODE -ne 0) { Stop-WithSentence "The agent does not start by $Found." }
    [IO.File]::WriteAllLines((Join-Path $New 'java.options'), [string[]] $Options)
    Set-Content (Join-Path $New 'java.txt') $Found
    if (Get-ScheduledTask $Task -ErrorAction SilentlyContinue) { Stop-Agent }
    if (Test-Path $Program) { Remove-Item -Recurse -Force $Program }
    Move-Item $New $Program
}

function Register-Agent {
    $Found = Get-Content (Join-Path $Program 'java.txt')
    # cmd writes the log; a task keeps none.
    $Line = "/c `"`"$Found`" `"@$Program\java.options`" -jar `"$Program\$Jar`" --config `"$Settings`" >> `"$Log`" 2>&1`""
    $Parts = @{
        TaskName  = $Task
        Action    = New-ScheduledTaskAction -Execute "$env:SystemRoot\System32\cmd.exe" -Argument $Line -WorkingDirectory $State
        Trigger   = New-ScheduledTaskTrigger -AtStartup
        Principal = New-ScheduledTaskPrincipal -UserId 'S-1-5-19' -LogonType ServiceAccount
        Settings  = New-ScheduledTaskSettingsSet -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1) -ExecutionTimeLimit ([TimeSpan]::Zero) `
            -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries -MultipleInstances IgnoreNew -StartWhenAvailable
        Description = "Sends this machine's figures each second to $Platform"
    }
    $null = Register-ScheduledTask @Parts -Force
}

# Ending the task ends cmd, and leaves the Java that it started.
function Stop-Agent {
    Stop-ScheduledTask $Task -ErrorAction SilentlyContinue
    Get-CimInstance Win32_Process -Filter "Name = 'java.exe'" |
        Where-Object { $_.CommandLine -and $_.CommandLine.Contains("$Program\$Jar") } |
        ForEach-Object { Stop-Process -Id $_.ProcessId -Force -ErrorAction SilentlyContinue }
}

function Get-Setting([string] $Wanted) {
    if (Test-Path $Settings) { (Get-Content $Settings | Where-Object { $_.StartsWith("$Wanted=") } | Select-Object -Last 1) -replace "^$Wanted=", '' }
}

$Administrator = ([Security.Principal.WindowsPrincipal] [Security.Principal.WindowsIdentity]::GetCurrent()).IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
if (-not $Administrator) { Stop-WithSentence 'A task that starts with the machine is made by an administrator: open PowerShell by "Run as administrator" and run this again.' }
if ($Command -ne 'install' -and -not (Test-Path $Program)) { Stop-WithSentence 'The agent is not installed here.' }
$Identity = Join-Path $State 'identity\identity.json'

switch ($Command) {
    'install' {
        if ($Platform -notmatch '^https?://.') { Stop-WithSentence "The platform's address is written like https://monitor.example.org. Name it: -Platform ADDRESS" }
        $Platform = $Platform.TrimEnd('/')
        if (-not $Code -and -not (Test-Path $Identity)) { Stop-WithSentence 'This machine is not enrolled yet, which needs a code: copy the command anew from the platform''s page "Add host".' }
        Install-Program
        Protect-Folder $State
        # For as long as it takes to enrol, in a file that its user alone can read.
        Write-Settings $Code
        Set-Content $Log ''
        Register-Agent
        Start-ScheduledTask $Task
        $Sending = $false
        for ($Waited = 0; $Waited -lt 60 -and -not $Sending; $Waited++) {
            Start-Sleep -Seconds 1
            $Sending = [bool] (Select-String -Quiet -Path $Log -Pattern 'Sending a sample each second')
        }
        Write-Settings ''
        Get-Content $Log | Select-Object -Last 4
        if (-not $Sending) { Stop-WithSentence "The agent is installed, but could not send anything within a minute; it tries on. What it says stands above, and in $Log." }
        "It runs as the scheduled task `"$Task`", now and from each start of this machine on."
    }
    'update' {
        $Platform = Get-Setting 'platform'
        $Java = Get-Content (Join-Path $Program 'java.txt')
        Install-Program
        Register-Agent
        Start-ScheduledTask $Task
        'It is the platform''s present version now. The identity is the same.'
    }
    'status' {
        $State1 = (Get-ScheduledTask $Task -ErrorAction SilentlyContinue).State
        "Platform: $(Get-Setting 'platform')"
        if (Test-Path $Identity) { "Host: $((Get-Content -Raw $Identity | ConvertFrom-Json).host_id)" } else { 'Host: not enrolled' }
        "Task: $State1"
        if (Test-Path $Log) { Get-Content $Log | Select-Object -Last 3 }
        if ($State1 -ne 'Running') { exit 3 }
    }
    'uninstall' {
        $Platform = Get-Setting 'platform'
        Stop-Agent
        Unregister-ScheduledTask $Task -Confirm:$false -ErrorAction SilentlyContinue
        Start-Sleep -Seconds 1
        Remove-Item -Recurse -Force $Program, $State
        "Removed. What it sent is kept on the platform; delete the host there: $Platform/settings/hosts"
    }
}
