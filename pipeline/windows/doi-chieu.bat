@echo off
rem Keo tha mot thu muc tai lieu vao tep nay. Ke hoach: dat canh thu muc, ten bat dau bang "ke-hoach"
rem (ke-hoach.docx, ke-hoach.pdf hoac ke-hoach.xlsx). Ket qua nam canh thu muc do.
rem Drop a folder on this file; the plan lies beside the folder and its name begins with "ke-hoach".
chcp 65001 >nul
setlocal
set "PYTHONUTF8=1"
if "%~1"=="" (
    echo Hãy kéo thả thư mục tài liệu vào tệp này.
    pause
    exit /b 2
)
set "PLAN="
for %%F in ("%~dp1ke-hoach*.docx" "%~dp1ke-hoach*.pdf" "%~dp1ke-hoach*.xlsx") do set "PLAN=%%~fF"
if not defined PLAN (
    echo Không thấy tệp ke-hoach.docx, .pdf hoặc .xlsx cạnh thư mục "%~1".
    pause
    exit /b 2
)
"%~dp0..\..\.venv\Scripts\doichieu" run "%~1" --plan "%PLAN%" --out "%~dp1ket-qua"
set "CODE=%ERRORLEVEL%"
if exist "%~dp1ket-qua\sai-lech.xlsx" start "" "%~dp1ket-qua\sai-lech.xlsx"
pause
exit /b %CODE%
