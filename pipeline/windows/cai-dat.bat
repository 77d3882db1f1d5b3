@echo off
rem Cai dat doichieu khong can quyen quan tri: moi truong Python rieng trong thu muc nay.
rem Installs doichieu without administrator rights, into a Python environment of its own.
chcp 65001 >nul
setlocal
cd /d "%~dp0..\.."
where py >nul 2>nul && (set "PYTHON=py -3") || (set "PYTHON=python")
%PYTHON% -c "import sys; sys.exit(sys.version_info < (3, 11))" || (
    echo Cần Python 3.11 trở lên. Cài từ python.org, chọn "Install for me only", rồi chạy lại tệp này.
    pause
    exit /b 2
)
if not exist .venv\Scripts\python.exe %PYTHON% -m venv .venv || exit /b 2
.venv\Scripts\python -m pip install --disable-pip-version-check -r requirements.lock || exit /b 2
.venv\Scripts\python -m pip install --disable-pip-version-check --no-deps --no-build-isolation -e . || exit /b 2
.venv\Scripts\doichieu doctor
echo.
echo Xong. Kéo thả thư mục tài liệu vào pipeline\windows\doi-chieu.bat để đối chiếu.
pause
